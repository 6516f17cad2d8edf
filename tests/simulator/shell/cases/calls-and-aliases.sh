### the last stage of a pipe in the shell itself
shopt -s lastpipe; yes | head -2; seq 3 | while read n; do t=$((t+n)); done; echo $t; read x <<< ok; echo $x
### an alias made in a script
alias hi="echo hello"
hi 1
shopt -s expand_aliases
hi 2; alias ho="echo ho"; ho 3
ho 4; echo $LINENO
f() { ho in; }; f; eval 'ho ev'
alias e='echo ' w=world; alias
e w w
bash -c 'alias x="echo sh"
x 1'
dash -c 'alias x="echo sh"
x 1'
### where a function comes from
cat > lib.sh <<'EOF'
g() { echo "g: ${FUNCNAME[@]} | ${BASH_SOURCE[@]} | ${BASH_LINENO[@]}"; nosuch; caller; }
nosuchlib
echo "lib: ${FUNCNAME[@]} | ${BASH_SOURCE[@]} | ${BASH_LINENO[@]}"
g
EOF
cat > s.sh <<'EOF'
f() { echo "f: ${FUNCNAME[@]} | ${BASH_SOURCE[@]} | ${BASH_LINENO[@]}"; nosuchf; g; caller; caller 0; caller 1; }
echo "top: ${FUNCNAME[@]} | ${BASH_SOURCE[@]} | ${BASH_LINENO[@]}"
. ./lib.sh
f
(f)
trap 'echo "trap: ${FUNCNAME[@]} | ${BASH_SOURCE[@]} | $LINENO"' EXIT
eval 'nosuchev'
echo $-; caller; echo $?
EOF
bash s.sh 2>&1; bash < s.sh 2>&1; bash -c "$(cat s.sh)" 2>&1
. ./lib.sh; h() { local x=${1?need}; }; h
