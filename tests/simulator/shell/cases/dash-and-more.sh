### dash refuses arrays and other additions
sh -c 'a=(1 2)'; echo $?
sh -c 'export a=(1)'; sh -c 'f() { x=(1); }; echo no'
sh -c 'echo <(ls)'; sh -c 'cat <<< x'; sh -c 'for ((i=0;i<2;i++)); do :; done'; sh -c 'ls |& cat'; echo $?
sh -c 'function f { :; }; f'; sh -c 'function f() { :; }'; sh -c 'x+=1'; sh -c 'arr[0]=1'; echo $?
printf 'echo one\na=(1 2)\necho two\n' > s; sh s; echo $?
### dash says what it expects
sh -c 'if'; sh -c 'if true'; sh -c 'while true; do'; sh -c 'for i in 1'; sh -c '{ ls'; sh -c '( ls'; sh -c 'f() {'
printf 'if true; then\necho hi\n' > s; sh s; echo $?; sh -c 'fi'; sh -c 'if true; fi'; sh -c 'echo a; done'; sh -c 'ls < > x'
### dash's arithmetic
sh -c 'x=$((1/0))'; echo $?; sh -c 'x=$((1+)); echo no'; echo $?; sh -c 'echo $((x++))'; sh -c 'echo $((1 2))'; sh -c 'echo $((2**3))'; sh -c 'x=5; echo $((x + 1)) $((-x)) $((x > 3 ? 1 : 0))'
### dash's own words
sh -c 'exit abc'; echo $?; sh -c 'shift 3; echo no'; echo $?; sh -c 'local x'; sh -c 'set -o pipefail; echo no'; echo $?; sh -c 'set -Z'; sh -c 'readonly x=1; x=2; echo no'; echo $?; sh -c 'export 1a=2'; sh -c 'set -u; echo $x; echo no'; echo $?; sh -c '. nosuch; echo no'; sh -c '. ./nosuch'; echo $?; sh nosuch; echo $?; sh -c 'f() { return abc; }; f'
### bash -n
printf 'if true; then\necho hi\n' > s; bash -n s; echo $?; printf 'echo ok\nfi\n' > s; bash -n s; echo $?; printf 'echo ok\n' > s; bash -n s; echo $?
### for and case on a line
echo 'for' > s; bash s; bash -c 'case'; echo $?
### caller
f() { caller; caller 0; caller 1; caller 9; }
g() {
  f
}
g; caller; echo $?; caller x
### GLOBIGNORE
touch a.log b.txt .hid; GLOBIGNORE='*.log'; echo *; GLOBIGNORE='*.txt:*.log'; echo *; GLOBIGNORE='*'; echo *; unset GLOBIGNORE; echo *
### mapfile with a callback
mapfile -t -C 'echo at' -c 1 z <<< $'p\nq'; echo ${z[@]}; mapfile -x; echo $?
### rounding
printf '%.0f %.0f %.0f %.2f %g %.3g %.1f\n' 0.5 1.5 2.5 0.125 100000.5 2.5 0.25; printf '%z'; printf '%.2f %.2f\n' 2.675 1.005; awk 'BEGIN { printf "%.0f %.2f\n", 2.5, 0.125; print 100000.5 }'
### read with a limit of time
read -t 0.1 q < /dev/null; echo $?; read -t 1 q <<< there; echo $? $q
