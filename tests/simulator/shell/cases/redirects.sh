### output and append
echo a > f; echo b >> f; cat f; echo c >| f; cat < f
### stderr
ls nosuch 2> err; cat err; ls nosuch 2>/dev/null; echo $?
### both
{ echo out; echo err >&2; } > f 2>&1; cat f; { echo o; echo e >&2; } &> g; sort g; { echo o2; echo e2 >&2; } &>> g; wc -l < g
### order matters
{ echo o; echo e >&2; } 2>&1 > f | sed 's/^/pipe: /'; cat f
### descriptors
exec 3> f; echo three >&3; exec 3>&-; cat f; exec 4< f; read x <&4; echo $x; exec 4<&-
### read and write
echo abc > f; exec 3<> f; read -n 1 c <&3; echo $c; exec 3>&-
### here document
x=5; cat <<E
value $x $(echo sub) $((1+1)) \$x \\ "quoted" 'single'
E
### quoted here document
cat <<'E'
no $expansion `here` \
E
### tabs stripped
cat <<-E
	one
		two
	E
### two here documents
cat <<A; cat <<B
a
A
b
B
### here document in loop
while read l; do echo "[$l]"; done <<E
one
two
E
### here string
cat <<< "hello $((1+1))"; read a b <<< "x y"; echo $b $a
### here document without end
cat <<E
text
### here document in a function
f() { cat <<E
in $1
E
}
f call
### no such file
cat < nosuch; echo $?; echo x > no/such; echo $?
### directory
echo x > /tmp; echo $?; cat < /tmp; echo $?
### ambiguous
x="a b"; echo hi > $x; echo $?
### bad descriptor
echo x >&9; echo $?
### noclobber
set -C; echo a > f; echo b > f; echo $?; echo c >| f; cat f
### redirect of a group and loop
{ echo a; echo b; } > f; for i in 1 2; do echo $i; done >> f; cat f; if true; then echo x; fi > g; cat g
### redirect of subshell
(echo a; echo b >&2) 2> e > o; cat o e
### only a redirect
> empty; ls -l empty | wc -l; wc -c < empty; < empty; echo $?
### redirect restored
echo a > f; echo b; cat f
### variable descriptor
exec {fd}> f; echo hi >&$fd; exec {fd}>&-; cat f; [ $fd -ge 10 ] && echo high
### devices
echo x > /dev/null; cat /dev/null; head -c 3 /dev/zero | wc -c
### dup to file
echo hello 2>&1 1>f; cat f
### pipeline with redirects
echo z > f; cat < f 2>/dev/null | wc -l; echo a | cat > g; cat g
### append to the same file
for i in 1 2 3; do echo $i >> f; done; cat f; wc -l < f
### swap streams
{ echo o; echo e >&2; } 3>&1 1>&2 2>&3 | sed 's/^/p:/' 2>&1
### error in redirect stops command
echo x > /no/such/file && echo not; echo "status $?"
### redirect in the middle
echo > f a b; cat f; > g echo x; cat g
### reading a file twice
printf 'a\nb\n' > f; { read x; read y; echo $y$x; } < f
