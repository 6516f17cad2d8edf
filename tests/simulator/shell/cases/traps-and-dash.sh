### what a trap is about
trap 'echo "err line $LINENO: $BASH_COMMAND"' ERR; false; true; (exit 2); if false; then :; fi; false || true; f() { false; }; f; [[ a == b ]]; ((0)); ls nofile 2>/dev/null; true | false
echo "$BASH_COMMAND"
### what a debug trap is about
trap 'echo "+ $BASH_COMMAND"' DEBUG; a=1; echo $a; b=$(echo x) true
### deploy trap
set -eE; trap 'echo "failed at $LINENO: $BASH_COMMAND" >&2' ERR
f() {
  echo in
  cat nofile 2>/dev/null
}
f
### a program that exec cannot find
(exec nosuch); echo $?; (exec /no/such); echo $?; (exec /etc); echo $?; (exec ""); echo $?; exec nosuch; echo never
### locals of a read-only name
readonly r=1; f() { local r=2; echo $? $r; }; f; g() { local -r q=1; h; }; h() { local q=2; echo $? $q; }; g
### nul ends a quoted string
echo $'a\0b' $'x\x00y'z $'c'd
### unset a reference
x=6; declare -n r=x; unset -n r; echo $x "${r-gone}"; declare -n s=x; unset s; echo "${x-gone}"
### dash refuses what is bash's own
dash -c '[[ a == a ]] && echo yes; echo $?'; dash -c 'x=abc; echo ${x//a/b}; echo hi'; echo $?; dash -c 'x=abc; echo ${x:1:2}'; dash -c 'x=a; echo ${x^^}; echo ${!x}'; dash -c 'x=abc; echo ${x#a} ${x%c} ${x:-d} ${#x}'; dash -c '[ a == a ]; echo $?'; dash -c 'source x'; dash -c 'declare x'; dash -c 'let x=1'; dash -c 'echo {1..3}'
### dash has no parameters of bash
dash -c 'echo "<$BASH_COMMAND><$BASHPID><$BASH_SUBSHELL><$UID><$EUID><$RANDOM><$SECONDS><$EPOCHSECONDS><$SHELLOPTS>"; UID=5; RANDOM=6; echo $UID $RANDOM; f() { local SECONDS=7; echo $SECONDS; }; f; echo $LINENO'
### dash tells of options that it does not know
dash -c 'ulimit -z; echo on'; dash -c 'read -z x; echo $?'; dash -c 'cd -z; echo on'; dash -c 'umask -z; echo $?'
