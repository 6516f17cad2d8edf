### redirects 1
cat <<E
a $HOME $((1+1)) $(echo x) `echo y` \$z \\ "q"
E

### redirects 2
cat <<'E'
a $HOME $((1+1)) \x
E

### redirects 3
cat <<-E
		a
	b
	E

### redirects 4
cat <<A <<B; cat <<C
a
A
b
B
c
C

### redirects 5
x=1; cat <<E | tr a-z A-Z
v $x ${x:-y} ${u:-def}
E
echo done

### redirects 7
cat <<<"here $((2+3))"; cat <<<a\ b; read x <<<"  sp  "; echo "[$x]"; cat <<<$'a\nb'; x='a  b'; cat <<<$x

### redirects 8
while read l; do echo "<$l>"; done <<E
one
 two 
three\
four
E

### redirects 9
f() { cat <<E
in $1
E
}; f a; f b; type f

### redirects 10
cat <<E >out; cat out
data
E

### redirects 11
if true; then cat <<E
x
E
fi

### redirects 12
echo a >f; echo b >>f; cat f; cat <f; echo c >|f; cat f; set -C; echo d >f; echo $?; echo e >|f; cat f

### redirects 13
echo out; echo err >&2; { echo o; echo e >&2; } 2>&1 | sort; { echo o; echo e >&2; } 2>/dev/null; ls /nope >/dev/null 2>&1; echo $?; ls /nope &>f; cat f; ls /nope &>>f; wc -l <f

### redirects 14
exec 3>f; echo x >&3; exec 3>&-; cat f; echo y >&3; echo $?; exec 4<f; read l <&4; echo $l; exec 4<&-; cat <&4

### redirects 15
exec 5<>f; echo hello >&5; exec 5>&-; cat f; exec {fd}>g; echo $fd; echo z >&$fd; exec {fd}>&-; cat g

### redirects 16
echo a 3>&1 1>&2 2>&3 | cat; { echo to1; echo to2 >&2; } 3>&1 1>&2 2>&3 3>&- | sed 's/^/p:/'

### redirects 17
cat </nope; echo $?; echo x >/nope/y; echo $?; echo x >/; echo $?; x=; echo a >$x; echo $?; echo a > "$x"; echo $?; y='a b'; echo z >$y; echo $?

### redirects 18
cat <&9; echo $?; echo >&9; echo $?; echo a >&foo; cat foo; exec 9</nope; echo no

### redirects 19
: >f; echo $?; >g; ls; 2>/dev/null ls /nope; echo $?; <f cat; >h echo pre; cat h; while read x; do echo $x; done <f >i; for i in 1 2; do echo $i; done >j; cat j

