### commands 1
(echo sub; exit 3); echo $?; { echo grp; }; x=1; (x=2; echo $x); echo $x; (cd /; pwd); pwd | sed 's/.*work/work/'; (trap 'echo bye' EXIT; echo hi)

### commands 2
f() { echo "$# $1 $2"; return 5; echo no; }; f a b; echo $?; f; unset -f f; f; echo $?; function g { echo g; }; g; function h() { echo h; }; h; g() ( exit 4 ); g; echo $?

### commands 3
f() { return; }; false; f; echo $?; f() { return 300; }; f; echo $?; f() { return -1; }; f; echo $?; f() { return abc; }; f; echo $?; return 1; echo $?

### commands 4
fact() { (( $1 <= 1 )) && echo 1 || echo $(( $1 * $(fact $(($1-1))) )); }; fact 6; f() { f2() { echo inner; }; f2; }; f; f2; echo ${FUNCNAME[0]}; g() { echo ${FUNCNAME[@]} $LINENO; }; g

### commands 5
declare -f nothere; echo $?; f() { echo a; if true; then echo b; fi; for i in 1 2; do echo $i; done; }; declare -f f; declare -F f; declare -F

### commands 6
trap 'echo err at $LINENO' ERR; false; true; ls /nope 2>/dev/null; if false; then :; fi; false || true; ! true; echo end

### commands 7
trap 'echo dbg' DEBUG; echo a; echo b; trap - DEBUG; f() { trap 'echo ret' RETURN; echo in; }; f; echo out

### commands 8
trap x BADSIG; echo $?; trap -z; echo $?; trap 'echo a' 0; trap -l | head -2; kill -l | head -3; kill -l 9 15 130 KILL; kill -l foo; echo $?

### commands 9
set -e; echo a; false; echo no

### commands 10
set -e; if false; then :; fi; false || echo or; ! true; false && echo x; echo still; (false; echo inner); echo no

### commands 11
set -e; f() { false; echo "in f"; }; f || echo caught; f; echo no

### commands 12
set -e; x=$(false); echo no

### commands 13
set -e; local_test() { local x=$(false); echo ok; }; local_test; echo $(false) fine; false | true; echo pipe; set -o pipefail; false | true; echo no

### commands 14
set -u; echo ${x:-ok}; echo "$@"; echo ${#a[@]}; echo $x; echo no

### commands 15
set -u; a=(); echo "${a[@]}"; echo "${a[0]}"; echo no

### commands 16
set -u; echo $1; echo no

### commands 17
set -u; echo $((x+1)); echo no

### commands 18
set -o pipefail; false | true; echo $?; true | false | true; echo ${PIPESTATUS[@]}; exit 3 | true; echo $? "${PIPESTATUS[*]}"; set +o pipefail; false | true; echo $?

### commands 19
set -x; echo a "b c" $HOME; x=1; [ $x = 1 ] && y='2 3'; for i in 1; do :; done; [[ a == a ]]; ((1+1)); case a in a) ;; esac; f() { :; }; f 1; set +x; echo off

### commands 20
set -o | head -3; set +o | head -3; set -o nosuch; echo $?; set -Z; echo $?; set -- -a b; echo $1; set a b c; echo $3; echo $-; set -f; echo $-; shopt -o noglob; shopt nosuch; echo $?; shopt -s nosuch; shopt extglob; shopt -p extglob

### commands 21
set -n
echo no

### commands 22
while getopts 'ab:c' o; do echo "$o $OPTARG $OPTIND"; done; set -- -a -b val -c rest; OPTIND=1; while getopts 'ab:c' o; do echo "$o [$OPTARG] $OPTIND"; done; shift $((OPTIND-1)); echo $@

### commands 23
set -- -x -b; while getopts 'ab:' o; do echo "$o [$OPTARG]"; done; OPTIND=1; while getopts ':ab:' o; do echo "$o [$OPTARG]"; done; getopts; echo $?; getopts a; echo $?

### commands 24
set -- -abfoo -- x; while getopts 'ab:' o; do echo "$o [$OPTARG] $OPTIND"; done; echo $OPTIND $o; getopts a 1x; echo $?

### commands 25
echo 'a b c' | { read x y; echo "$x|$y"; }; echo 'a:b:c' | { IFS=: read -r x y z w; echo "$x|$y|$z|$w"; }; echo 'a\b' | { read x; echo $x; }; echo 'a\b' | { read -r x; echo $x; }; printf 'no newline' | { read x; echo "$? $x"; }

### commands 26
echo '  lead' | { read x; echo "[$x]"; }; echo '  lead' | { IFS= read x; echo "[$x]"; }; echo abc | { read -n 2 x; echo $x; }; echo 'a,b' | { read -d , x; echo $x; }; echo '1 2 3' | { read -a arr; echo ${arr[1]} ${#arr[@]}; }; read x </dev/null; echo $?; echo hello | { read; echo $REPLY; }

### commands 27
printf '%s\n' a b c; printf '%d %i %o %x %X %u\n' 10 -10 8 255 255 5; printf '%5d|%-5d|%05d|%+d|% d\n' 3 3 3 3 3; printf '%s %s\n' a; printf '%c%c\n' abc def; printf '%%\n'; printf '%5s|%-5s|%.2s\n' ab ab abc

### commands 28
printf '%f %.2f %e %g %G\n' 3.14159 2.5 12345.678 0.0001 1e20; printf '%x\n' abc; echo $?; printf '%d\n' 3x; echo $?; printf '%d\n' 0x1f 017 "'A" '"B'; printf '%d\n' ''; printf; echo $?; printf '%z\n' a; echo $?; printf '%'; echo $?

### commands 29
printf '%*d|%-*s|%.*f\n' 5 3 4 ab 2 3.14159; printf '%b\n' 'a\tb\x41'; printf '%q %q\n' "a b" "it's"; printf -v x '%03d' 7; echo $x; printf 'a\x41\101\u00e9\n'; printf '%s %d\n' a 1 b 2; printf '%(%Y)T\n' 0; printf '%(%F %T)T\n' 86400; printf -- '-a\n'; printf '\\ \a' | od -c

### commands 30
printf '%s' ; echo; printf '%d\n'; printf '%5%|\n'; printf '%.3d %+.2e %#x %#o\n' 5 1234.5 255 8; printf '%ld %lld %hd\n' 1 2 3; printf '%s\n' "${nope[@]}"; printf '%.10s|\n' "héllo wörld"; printf '%5s|\n' é; printf '%d\n' 99999999999999999999; echo $?

### commands 31
mapfile -t a < <(printf '1\n2\n3\n'); echo ${#a[@]} ${a[2]}; mapfile b <<<$'x\ny'; printf '%s' "${b[@]}"; mapfile -t -n 2 -s 1 c < <(seq 5); echo ${c[@]}; readarray -t -d , d <<<'a,b,c'; declare -p d; mapfile -z; echo $?; mapfile -t -O 2 e < <(seq 2); declare -p e; mapfile 1x; echo $?

### commands 32
diff <(echo a; echo b) <(echo a; echo c); cat <(echo x) <(echo y); echo hi > >(cat); wait; paste <(seq 3) <(seq 4 6); while read x; do echo "r $x"; done < <(seq 2); echo <(true) | sed 's/[0-9]*$/N/'

### commands 33
sleep 10 & jobs; kill %1; wait; jobs; fg; echo $?; bg; echo $?; disown; echo $?; kill %5; echo $?; kill; echo $?; kill abc; echo $?; kill -BAD 1; echo $?; kill -9; echo $?

### commands 34
(exit 3) & p=$!; wait -n; echo $?; sleep 0.01 & sleep 0.02 & wait -n; echo $?; wait; jobs -z; echo $?; jobs %9; echo $?; jobs -x echo hi; { sleep 0.01; exit 4; } & wait $!; echo $?

### commands 35
nosuchcmd; echo $?; ./nofile; echo $?; /nope/x; echo $?; mkdir d; ./d; echo $?; d; echo $?; touch f; ./f; echo $?; ''; echo $?; echo 'echo ran $1' >s; chmod +x s; ./s a; bash s b; . ./s c; source s d; source nope; echo $?; . ; echo $?

### commands 36
command -v ls echo if nosuch; echo $?; command -V ls echo if; f() { :; }; command -v f; command -V f; command nosuch; echo $?; command; command -z; echo $?; command -p ls -d .; command echo hi; command -v ./nope; echo $?

### commands 37
eval 'echo a; echo b'; eval echo '$HOME'; eval; echo $?; eval 'if'; echo $?; eval 'echo )'; echo $?; eval "x=5"; echo $x; eval 'exit 3'; echo no

### commands 38
exit abc; echo no

### commands 39
exit 1 2; echo $?; exit 256

### commands 40
break; continue; echo $?; for i in 1 2 3; do for j in a b; do [ $j = b ] && continue 2; [ $i = 3 ] && break 2; echo $i$j; done; done; for i in 1; do break abc; done; echo no

### commands 41
for i in 1; do break 0; echo $?; done; shift abc; echo $?; shift 5; echo $?; shift -1; echo $?; while :; do break 5; done; echo $?; until true; do :; done; echo $?; while false; do :; done; echo $?

### commands 42
for i; do echo $i; done; set -- x y; for i do echo $i; done; for i in; do echo no; done; for 1x in a; do :; done; echo $?

### commands 43
select x in a b c; do echo "$x $REPLY"; break; done <<<2; select x in one; do echo "[$x]"; break; done <<<9

### commands 44
export 1x=5; echo $?; export a-b; echo $?; export -z; echo $?; export -f nope; echo $?; readonly 1x; echo $?; unset 1x; echo $?; unset -z; echo $?; declare 1x=3; echo $?; declare -z; echo $?; local; echo $?; unset nothere; echo $?; f() { local 1x; }; f; echo $?; f() { local -z; }; f

### commands 45
1x=5; echo $?; a-b=3; echo $?; x = 5; echo $?; x= echo hi; x=5 y=6; echo $x$y; a[0]=1; echo ${a[0]}; a[]=1; echo $?; a[-1]=z; a[-5]=q; echo $?; declare -A m; m[]=x; echo $?

