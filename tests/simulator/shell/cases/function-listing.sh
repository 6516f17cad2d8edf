### listing 1
f() { echo a; if [ x ]; then echo b; elif true; then echo c; else echo d; fi; }; type f

### listing 2
f() { for i in a "b c" $x; do echo $i; done; for j; do :; done; for ((i=0;i<3;i++)); do echo; done; }; declare -f f

### listing 3
f() { while read x; do echo $x; done <file; until false; do break; done 2>/dev/null; }; declare -f

### listing 4
f() { case $1 in a|b) echo 1; echo 2;; *) echo 3;& "x y") ;; esac; }; type f

### listing 5
f() ( cd /; pwd ); g() { (echo sub; exit 3); { echo grp; }; }; type f g

### listing 6
f() { [[ -n $x && ! ( a == b* ) || $y =~ ^z$ ]] && ((i++, j=2)); x=1 y=2 cmd >out 2>&1 <in >>app 2>err <<<word >&2 3>&- &>all; }; type f

### listing 7
f() { g() { echo inner; }; g; local x="$1" -r; arr=(1 2 "3 4"); export A=b; }; type f; f; type g

### listing 8
function foo { echo hi; }; type foo; function bar() { echo a
echo b # comment
}; type bar

### listing 9
f() { cat <<E
a
E
echo after
}; type f

### listing 10
f() {
  echo one

  # c
  echo "two
lines"
}; type f

