### echo options
echo -n a; echo -e 'x\ty\nz'; echo -E 'a\tb'; echo -ne 'q\n'; echo -x; echo -- a; echo
### echo escapes
echo -e 'a\0101b\x41\c' ; echo -e '\e[0m' | cat -v
### printf
printf '%s-%d-%05d|%-5s|%5s|%x|%o|%c\n' a 42 42 ab cd 255 8 xyz
### printf reuses its format
printf '%s=%d\n' a 1 b 2 c
### printf escapes
printf 'a\tb\\n\x41\101\n'; printf '%b\n' 'x\ty'; printf '%%\n'; printf '%q\n' "a b'c" '' 'x$y'
### printf floats
printf '%.2f %e %g %g %8.3f|\n' 3.14159 12345.678 0.0001 1e10 2.5
### printf errors
printf '%d\n' abc; echo $?; printf '%z\n'; echo $?; printf; echo $?
### printf to variable
printf -v x '%03d' 7; echo $x
### printf star
printf '%*s|%-*s|%.*f\n' 5 a 5 b 2 1.239
### read
echo 'a b c' | { read x y; echo "[$x][$y]"; }; printf 'l1\\\nl2\n' | { read x; echo "$x"; }; printf 'r\\n\n' | { read -r x; echo "$x"; }
### read into reply
echo '  spaced  ' | { read; echo "[$REPLY]"; }; echo '  spaced  ' | { read x; echo "[$x]"; }
### read with ifs
echo 'a:b:c' | { IFS=: read x y z; echo "$x $y $z"; }; echo 'a::b' | { IFS=: read x y z; echo "[$x][$y][$z]"; }
### read array
echo '1 2 3' | { read -a arr; echo ${#arr[@]} ${arr[1]}; }
### read with delimiter and count
printf 'abc;def' | { read -d ';' x; echo $x; read -n 2 y; echo $y; }
### read at end of file
read x < /dev/null; echo $?; printf 'noeol' | { read x; echo "$? $x"; }
### read lines of a file
printf 'a\nb\nc' > f; while IFS= read -r line; do echo "<$line>"; done < f; while read -r l || [ -n "$l" ]; do echo $l; done < f
### read leaves the rest
printf '1\n2\n3\n' | { read x; echo "first $x"; cat; }
### mapfile
printf 'a\nb\n' > f; mapfile -t m < f; echo ${#m[@]} ${m[1]}; readarray r < f; printf '%s' "${r[@]}"
### cd and pwd
mkdir -p a/b; cd a/b; basename $PWD; cd ..; basename $(pwd); cd - > /dev/null; basename $PWD; cd nosuch; echo $?
### cd errors
cd /nosuch; echo $?; touch f; cd f; cd a b; echo $?
### pushd and popd
cd /; pushd /tmp; pushd /usr > /dev/null; dirs; popd; pwd; popd > /dev/null; popd; echo $?
### export and env
export A=1 B; B=2; env | grep -E '^[AB]=' | sort; export -n A; env | grep -c '^A='
### export errors
export 1x=2; echo $?; export a-b=1; echo $?
### readonly
readonly r=1; r=2; echo "$r $?"
### readonly in function
readonly r=1; f() { r=2; echo not; }; f; echo "after $?"
### unset readonly
readonly r=1; unset r; echo $?
### declare
declare -i n=2+3; declare -u up=abc; declare -l lo=ABC; declare -r c=1; echo $n $up $lo; declare -p n up c; declare -x e=1; declare -p e
### declare in a function is local
f() { declare v=1; declare -g w=2; }; f; echo "[$v][$w]"
### declare unknown
declare -p nosuch; echo $?
### name reference
x=1; declare -n ref=x; ref=5; echo $x $ref; f() { local -n out=$1; out=done; }; f res; echo $res
### set positional
set -- "a b" c; echo $# $1; set x y; echo $*; set -- ; echo $#
### set options
set -o pipefail; set -o | grep -E 'pipefail|errexit'; set +o pipefail; [[ -o pipefail ]] || echo off; set -o nosuch; echo $?
### set invalid option
set -Z; echo $?
### shift
set -- a b c; shift; echo $*; shift 2; echo "[$*]"; shift; echo $?
### getopts
while getopts 'ab:c' o -a -b val -c rest; do echo "$o ${OPTARG-}"; done; echo $OPTIND
### getopts errors
f() { local OPTIND=1; while getopts 'a:' o; do echo "[$o][$OPTARG]"; done; }; f -x; f -a; g() { local OPTIND=1; while getopts ':a:' o; do echo "[$o][$OPTARG]"; done; }; g -x -a
### type and command
type cd; type -t if; type -t cat; command -v cd; command -v nosuch; echo $?; type nosuch; f() { :; }; command -v f
### command bypasses functions
echo() { printf 'mine\n'; }; echo a; command echo b; builtin echo c; unset -f echo; echo d
### alias
shopt -s expand_aliases
alias ll='echo aliased'
alias ll
unalias ll; alias ll; echo $?
### hash
hash -r; hash; hash nosuch; echo $?
### umask
umask 027; umask; umask -S; touch f; stat -c %a f; mkdir d; stat -c %a d
### trap invalid
trap 'x' NOSUCH; echo $?
### kill invalid
kill -NOSUCH 1; echo $?; kill abc; echo $?; kill -l 9; kill -l TERM
### wait unknown
wait 99999; echo $?; wait %5; echo $?
### jobs control in scripts
fg; echo $?; bg; echo $?
### shopt
shopt -s nullglob; shopt nullglob; shopt -q dotglob; echo $?; shopt -s nosuch; echo $?
### test builtin with strings
test; echo $?; test x; echo $?; test -z; echo $?; test = ; echo $?; test a = b -o c = c; echo $?
### invalid option of builtin
cd -Z; echo $?; export -Z; echo $?; read -Z; echo $?
### local outside function
local x=1; echo $?
### times and ulimit exist
type -t times ulimit
### exit in pipeline
echo a | exit 3; echo $?; (exit 2) | cat; echo $?
### history is off in scripts
history; echo $?
### let errors
let; echo $?; let 1/0; echo $?
### random and seconds
[[ $RANDOM =~ ^[0-9]+$ ]] && echo number; echo $((SECONDS < 5)); echo $LINENO
### lineno
echo $LINENO
echo $LINENO; f() { echo $LINENO; }
f
### funcname
f() { echo ${FUNCNAME[0]} ${#FUNCNAME[@]}; g; }; g() { echo ${FUNCNAME[@]}; }; f
### shlvl and bash variables
echo ${BASH_VERSION%%.*} $((UID >= 0)) $((BASHPID == $$)); [ -n "$PPID" ] && echo ppid
