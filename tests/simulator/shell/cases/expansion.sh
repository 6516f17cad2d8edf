### default values
unset x; echo "[${x:-a b}]" "${x-}" "${x:=set}" "$x" "${x:+alt}" "${y+none}"
### error on unset
echo before; echo ${nope?}; echo after
### error message of unset
echo ${nope:?custom message}
### length and substring
x=abcdefg; echo ${#x} ${x:2} ${x:2:3} ${x: -3} ${x: -3:2} ${x:1:-2}
### prefix and suffix removal
p=/usr/local/lib/libfoo.so.1; echo ${p#*/} ${p##*/} ${p%.*} ${p%%.*} ${p%/*}
### replacement
s="hello world"; echo "${s/o/0}" "${s//o/0}" "${s/#hello/bye}" "${s/%world/moon}" "${s//l}"
### replacement with ampersand
s=abc; echo "${s/b/[&]}" "${s/b/\&}"
### case modification
x=hELLO; echo ${x^} ${x^^} ${x,} ${x,,} ${x^^[e]}
### indirect
a=b; b=c; echo ${!a}; set -- x y z; n=2; echo ${!n}
### names by prefix
abc1=1; abc2=2; echo ${!abc*} "${!abc@}"
### transformations
x="it's"; echo ${x@Q}; y='a\tb'; echo "${y@E}"; declare -i z=3; echo ${z@a} ${z@A}
### positional parameters
set -- a "b c" d; echo $# "$*"; for i in "$@"; do echo "<$i>"; done; for i in $@; do echo "<$i>"; done
### star with ifs
set -- a b c; IFS=,; echo "$*"; IFS=; echo "$*"; echo $*
### empty at
set --; for i in "$@"; do echo "no"; done; echo "count: $#"; echo x"$@"y
### word splitting
x="a  b   c"; for i in $x; do echo "<$i>"; done; echo "$x"
### ifs colon
IFS=:; x="a::b:c:"; for i in $x; do echo "<$i>"; done
### ifs mixed
IFS=" ,"; x="a , b,,c"; for i in $x; do echo "<$i>"; done
### quoting
echo 'a$b' "a\$b" a\ \ b "a'b" 'a"b' $'tab\there' "\\" '\'
### ansi quotes
printf '%s\n' $'\x41\u00e9\101\n\'q\'' | cat
### brace lists
echo a{b,c,d}e {1..5} {5..1..2} {a..e} {01..03} x{,y} {a,b}{1,2}
### braces that are none
echo {a} {a,b {,} "{a,b}" a{b}c {1..}
### nested braces
echo a{b,c{d,e}}f {{a,b},c}
### tilde
HOME=/h; echo ~ ~/x "~" a~ x=~ ; y=~/z; echo $y
### arithmetic expansion
x=5; echo $((x+1)) $((x*2)) $((x/2)) $((x%3)) $((2**10)) $((-x)) $((x>3)) $((x==5&&1)) $((x<<2)) $((~x)) $(( x ? 1 : 2 ))
### arithmetic bases
echo $((0x1f)) $((010)) $((2#101)) $((36#z)) $((16#ff))
### arithmetic assignment
x=1; echo $((x+=5)) $((x++)) $x $((++x)) $((x--)) $x $((y=3,y*2))
### arithmetic precedence
echo $((1+2*3)) $(((1+2)*3)) $((2**3**2)) $((-2**2)) $((1||0&&0)) $((5&3|8^1)) $((!0)) $((7-3-2))
### arithmetic overflow
echo $((9223372036854775807+1)) $((1<<63))
### arithmetic division by zero
echo $((1/0)); echo after
### arithmetic syntax error
echo $((1+)); echo after
### arithmetic on variables that are expressions
a="1+2"; echo $((a*2)) $(($a*2)); b=a; echo $((b))
### command substitution
x=$(echo a; echo b); echo "$x" $x; echo $(echo $(echo nested)); echo "$(echo "a b")"
### backticks
echo `echo a \`echo b\`` "`echo 'x y'`"
### substitution status
x=$(false); echo $?; x=$(exit 7); echo $?; echo $(exit 3) $?
### substitution strips newlines
x=$(printf 'a\n\n\n'); echo "[$x]"
### process substitution
cat <(echo one) <(echo two); while read l; do echo "got $l"; done < <(printf 'a\nb\n')
### globs
touch a.txt b.txt c.md .hidden; mkdir d; touch d/e.txt; echo *.txt * .h* d/* nosuch* [ab].txt [!a].* ?.md
### glob options
touch a b; shopt -s nullglob; echo x*y [a] ; shopt -u nullglob; set -f; echo *
### extended globs
shopt -s extglob
touch aa ab b1 b2 foo.c; echo @(aa|b1) !(b*) +(a) ?(x)ab *(b)2
### globstar
shopt -s globstar; mkdir -p d/e/f; touch d/e/f/g d/h; echo ** d/**/g
### failglob
shopt -s failglob; echo nosuch*; echo after
### nounset
set -u; echo ${x:-ok}; echo $undefined; echo unreachable
### special parameters
false; echo $?; set -- a b; echo $# $0; echo ${#@} ${#*}
### slice of positionals
set -- a b c d; echo "${@:2}" "${@:2:2}" "${@: -1}" "${@:0:2}"
### default with quotes
unset v; printf '<%s>\n' ${v:-"a b" c} "${v:-x 'y z'}" "${v:-"q r"}"
### nested defaults
unset a b; echo "${a:-${b:-deep}}" ${a:-$(echo cmd)}
### assignment side effects
x=1 y=$x; echo "$x$y"; x=2 eval 'echo $x'; echo $x
### append
x=a; x+=b; echo $x; declare -i n=1; n+=5; echo $n
### bad substitution
echo ${x!}; echo after
### pattern with quotes
x='a*b'; echo "${x#a\*}" "${x#'a*'}" "${x%"*b"}"
### character classes
x="Hello World 123"; echo "${x//[[:digit:]]/#}" "${x//[^[:alpha:]]/}" "${x//[[:upper:]]/u}"
### unicode length
x=héllo日本; echo ${#x} ${x:1:1} ${x:5}
### errors drop the line only
echo $((1/0)); echo same line
echo next; echo ${x!}; echo same
x=abc; echo ${x:1:-5}
a=(1); a[-5]=1; echo same
x="a b"; echo ${!x}
f() { echo $((1/0)); echo in f; }; f; echo same
(echo $((1/0)); echo in subshell); echo same
if true; then echo $((1/0)); echo a; fi
readonly r=1; r=2; echo same
[[ 1/0 -eq 1 ]]; echo same $?
read r <<< y; echo same $?
echo last
### quotes within substitutions within quotes
a=1,2; echo "$a $(echo "f(\"hello\",$a)")"
for a in "-1,3" "0,2"; do echo "$a $(echo "B{f(\"hello\",$a)}")"; done
echo $(echo "a \"b\" c")
echo a{b,"$(echo "x{1,2}")"}c {'a,b',"c,d"} "{a,b}" "$(echo {a,b})" $(echo {1,2}){x,y} "`echo {p,q}`" \{a,b\}
