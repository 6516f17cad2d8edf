### and or
true && echo a || echo b; false && echo a || echo b; false || true && echo c; ! false && echo d
### if elif else
x=2; if [ $x = 1 ]; then echo one; elif [ $x = 2 ]; then echo two; else echo other; fi; echo $?
### if without branch taken
if false; then echo x; fi; echo $?
### while and until
i=0; while [ $i -lt 3 ]; do echo $i; i=$((i+1)); done; until [ $i -eq 0 ]; do i=$((i-1)); done; echo $i
### for over words
for i in a "b c" $(echo d e); do echo "[$i]"; done
### for without in
set -- p q; for a; do echo $a; done
### arithmetic for
for ((i=0; i<3; i++)); do echo $i; done; for ((;;)); do break; done; echo $i
### break and continue
for i in 1 2 3 4; do [ $i = 2 ] && continue; [ $i = 4 ] && break; echo $i; done
### nested break
for i in 1 2; do for j in a b; do [ $j = b ] && continue 2; echo $i$j; [ $i = 2 ] && break 2; done; done; echo end
### break outside a loop
break; echo $?
### case
for w in apple banana cherry 123 ''; do case $w in a*) echo A;; [bc]*) echo BC;; *[0-9]) echo num;; '') echo empty;; esac; done
### case fall through
case a in a) echo 1;& b) echo 2;; c) echo 3;; esac; case a in a) echo x;;& [a-z]) echo y;; *) echo z;; esac
### select
select x in one two; do echo "chose $x"; break; done <<< 2
### functions
f() { echo "f:$1:$#"; return 3; }; f a b; echo $?; function g { local x=1; echo $x; }; g; echo "[$x]"
### recursive function
fact() { if (( $1 <= 1 )); then echo 1; else echo $(( $1 * $(fact $(( $1 - 1 ))) )); fi; }; fact 6
### dynamic scope
x=outer; g() { echo $x; }; f() { local x=inner; g; }; f; g
### local shadows
x=1; f() { local x; echo "[${x-unset}]"; x=2; }; f; echo $x
### return without value
f() { false; return; }; f; echo $?
### return outside a function
return; echo $?
### function with redirect
f() { echo out; echo err >&2; } 2>&1; f | sed 's/^/> /'
### function names and unset
f() { echo hi; }; type -t f; unset -f f; f; echo $?
### subshell
x=1; (x=2; echo $x; exit 4); echo $? $x
### group
{ echo a; echo b; } | cat; { false; }; echo $?
### pipeline status
false | true; echo $? ${PIPESTATUS[@]}; true | false | exit 3; echo ${PIPESTATUS[*]}; set -o pipefail; false | true; echo $?
### negated pipeline
! true; echo $?; ! false | false; echo $?
### pipe stderr
{ echo out; echo err >&2; } |& sort
### errexit
set -e; echo a; false; echo unreachable
### errexit ignores tests
set -e; if false; then :; fi; false || echo ok; ! true; while false; do :; done; echo end
### errexit in function
set -e; f() { false; echo not; }; f; echo unreachable
### errexit in function under test
set -e; f() { false; echo still; }; f || echo no; echo end
### errexit with and list
set -e; false && true; echo survived; true && false; echo unreachable
### errexit with subshell
set -e; (false; echo x); echo unreachable
### command not found
nosuchcommand arg; echo $?
### not executable
echo 'echo hi' > script; ./script; echo $?; ./nosuch; echo $?
### a directory is no command
/tmp; echo $?
### script without interpreter line
echo 'echo "$0 $1"' > script; chmod +x script; ./script arg
### script with interpreter
printf '#!/bin/sh\necho sh $1\n' > s; chmod +x s; ./s x
### bad interpreter
printf '#!/no/such\n' > s; chmod +x s; ./s; echo $?
### exit status range
(exit 256); echo $?; (exit -1); echo $?; (exit 1000); echo $?
### exit with text
(exit abc); echo $?
### bash -c arguments
bash -c 'echo $0 $1 $#' name a b; bash -c 'exit 5'; echo $?
### sh -c
sh -c 'echo $1' sh x
### eval
x='echo hi'; eval "$x there"; eval 'a=1; b=2'; echo $a$b; eval; echo $?
### source
echo 'y=5; echo "in $1"; return 3' > lib; . ./lib arg; echo $? $y; source ./nosuch; echo $?
### exec replaces
echo a; exec echo b; echo c
### exec redirects
exec 3>out; echo hi >&3; exec 3>&-; cat out; echo x >&3; echo $?
### colon and true
: ; echo $?; : ${x:=5}; echo $x
### time zone of nothing
TZ=UTC date -d @0 +%Y
### comments
echo a # comment
# whole line
echo b#c
### line continuation
echo a \
  b; ec\
ho c
### semicolons and newlines
echo a;echo b


echo c
### empty script

### assignment only
x=$(echo 5) ; echo $?$x
### environment for a command
X=1 bash -c 'echo $X'; echo "[$X]"; X=2; export X; bash -c 'echo $X'
### unset
x=1; unset x; echo "[$x]"; f() { :; }; unset f; type f 2>&1 | head -1
### xtrace
set -x; echo "a b" c; x=1; for i in 1 2; do :; done; set +x; echo done
### verbose time
x=5; while (( x > 0 )); do (( x -= 2 )); done; echo $x
### double brackets
[[ a == a ]] && echo 1; [[ abc == a* ]] && echo 2; [[ abc == "a*" ]] || echo 3; [[ -n x && ! -z y ]] && echo 4; [[ a < b ]] && echo 5; [[ 10 -gt 9 ]] && echo 6
### regex match
[[ "foo123bar" =~ ([a-z]+)([0-9]+) ]] && echo "${BASH_REMATCH[0]} ${BASH_REMATCH[1]} ${BASH_REMATCH[2]}"; re='^a.c$'; [[ abc =~ $re ]] && echo yes
### arithmetic command
(( 1 )); echo $?; (( 0 )); echo $?; (( x = 5, x > 3 )) && echo $x
### let
let x=1+2 y=x*2; echo $x $y; let 0; echo $?
### test operators
[ a = a ] && [ a != b ] && [ 1 -lt 2 ] && [ -z "" ] && [ -n x ] && echo ok; [ 1 -eq 1 -a 2 -eq 2 ] && echo and; [ ! a = b ] && echo not; [ ]; echo $?
### test errors
[ a -eq 1 ]; echo $?; [ a b ]; echo $?; [ 1 = 1; echo $?
### test files
touch f; mkdir d; ln -s f l; [ -f f ] && [ -d d ] && [ -L l ] && [ -e l ] && [ ! -e x ] && echo ok; [ -s f ] || echo empty; test -r f && echo readable
### syntax error
echo before
fi
echo after
### syntax error in the middle
echo a; if true; then echo b; done
### unclosed quote
echo "abc
### unclosed if
if true; then
echo x
### unexpected token
echo a | | echo b
### unexpected parenthesis
echo a )
### missing redirect target
echo x >
### wait and background
(exit 3) & wait $!; echo $?; echo bg & wait; echo done
### background order
{ echo one; } & wait; jobs; echo "[$?]"
### trap exit
trap 'echo bye $?' EXIT; echo hi; exit 3
### trap signal
trap 'echo got' USR1; kill -USR1 $$; echo after
### trap err
trap 'echo failed' ERR; false; true; false || true; echo end
### trap listing
trap 'echo x' INT; trap -p; trap - INT; trap
### trap in subshell
trap 'echo parent' EXIT; (trap 'echo child' EXIT; echo in); echo out
### sigpipe
yes | head -1; echo ${PIPESTATUS[0]}
### kill a job
sleep 100 & kill $!; wait $!; echo $?
### xtrace of compound commands
set -x; case $HOME in *) echo 1;; esac; (( 1 > 0 )); [[ a == a && b != c ]]; x=(1 2); while (( 0 )); do :; done; export Q=1; ( echo s ); f() { echo $1; }; f a; X=1 f b; for ((i=0;i<1;i++)); do :; done; if [ a ]; then :; fi; echo $(echo sub)
