### date
date +%s -d @5; date -u -d @1700000000 +%Y%m%d-%H%M%S; date -u -d '2024-03-01 12:00:00' +%s; d=$(date +%Y); [ ${#d} = 4 ] && echo year; date -u -d '2024-01-31 +1 day' +%F; date -u -d '2024-03-01 - 1 day' +%F; date -u -d '2024-01-01 +2 hours' +%T; date -u -d '@1700000000 ' +%F; date -u -d '2024-02-28T10:00:00Z' +%s; date -u -d '2024-02-28T10:00:00+02:00' +%s; date -u -d '28 Feb 2024' +%F; date -u -d 'Feb 28 2024 10:15' +'%F %R'; date -u -d '2024-01-15 1 month ago' +%F; date -u -d '2024-01-15 next month' +%F; date -u -d '2024-01-15 last week' +%F; date -u -d 20240115 +%F; date --iso-8601 -u -d @0; date --rfc-3339=seconds -u -d @0; date -u -d @0; date x; echo $?; date -d; echo $?; date -d ''  +%H; date +a +b; echo $?
### trap cleanup
tmp=$(mktemp -d); trap 'rm -rf "$tmp"; echo cleaned' EXIT; touch $tmp/x; ls $tmp; exit 3
### mktemp
f=$(mktemp); [ -f "$f" ] && echo file; d=$(mktemp -d); [ -d "$d" ] && echo dir; f=$(mktemp /tmp/app.XXXXXX); case $f in /tmp/app.??????) echo ok;; esac; rm -r $d $f; mktemp /nonexistent/x.XXXX; echo $?; mktemp ab; echo $?
### numfmt like
seq 1 3 | awk '{print "layer" $1}'; seq -f 'v1.%g' 3; seq -f '%03g' 8 10; seq -w 9 11; seq 5 1; seq 5 -2 1; seq 1 0; seq; echo $?; seq 1 2 3 4; echo $?; seq -s ' ' 3; seq 0 0.25 0.5; seq -f '%x' 1 2; echo $?; seq -f x 2; echo $?; seq -5 -3; seq 1 x; echo $?; seq --separator=, 3
### rm asks
touch a b c d; printf 'y\nn\ny\n' | rm -i a b c; ls; mkdir e; touch e/x e/y; printf 'y\ny\nn\nn\n' | rm -ri e; ls e; yes | rm -ri e; ls; printf 'n\n' | rm -I a b c d; ls
### cp and mv ask
echo 1 > a; echo 2 > b; echo 3 > c; mkdir d; echo x > d/a; echo y > d/b; printf 'n\ny\n' | cp -i a b d; cat d/a d/b; printf 'y\nn\n' | mv -i a b d; ls; cat d/a d/b; cp -n c d/a; cat d/a
### paste forms
printf '1\n2\n3\n' | paste -s; printf '1\n2\n3\n' | paste -sd,; printf '1\n2\n3\n4\n' | paste - -; paste -d: <(printf 'a\nb\n') <(printf '1\n2\n3\n'); paste nosuch; echo $?; printf 'a\nb\n' | paste -sd '\n'; printf 'a\nb\nc\n' | paste -sd ',;'
