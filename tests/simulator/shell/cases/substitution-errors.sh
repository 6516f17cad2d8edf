### syntax error in a substitution
echo before; x=$(if true; then echo 1); echo after
### syntax error in a substitution of a later line
echo before
x=$(echo a | | cat)
echo after
### syntax error in a quoted substitution
echo x
echo "$(a && )"
### substitutions without errors
x=$(echo "$(echo hi)"); echo $x; y=`echo \`echo z\``; echo $y; cat <(echo a); echo $((1+2)) "${x:-$(echo q)}"; echo $(case a in a) echo 1;; esac)
### syntax error in a process substitution
diff <(echo a | ) <(echo b)
### syntax error in a substitution of a function
f() { local v=$(for i in 1 2; echo $i; done); }
echo no
### bash and sh called wrongly
bash -Z; echo $?; bash --nosuch; echo $?; sh -Z; echo $?; bash -c; echo $?
