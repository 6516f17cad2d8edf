### dd
dd if=/dev/zero of=big bs=1M count=2 status=none; ls -l big | cut -d' ' -f5; dd if=/nosuch; echo $?; dd foo; echo $?; dd bs=x; dd bs=0; dd conv=foo; dd status=bad; echo abc | dd conv=ucase status=none; echo abcdef | dd bs=2 count=1 skip=1 status=noxfer; echo; printf abc > f; echo X | dd of=f bs=1 seek=1 count=1 conv=notrunc status=none; cat f; echo; dd if=big of=/dev/null bs=512K status=noxfer; dd of=/nosuch/x status=none </dev/null; dd if=/dev/zero of=z bs=1 count=3 status=noxfer; od -c z; dd if=/dev/zero bs=4 count=2 2>/dev/null | od -An -tx1
### truncate
truncate -s 1K f; wc -c < f; truncate -s +5 f; wc -c < f; truncate -s -9 f; wc -c < f; printf abc > g; truncate -s 2 g; cat g; echo; truncate -s 1M h; stat -c %s h; truncate; echo $?; truncate -s; truncate -s x y; truncate -c -s 3 none; ls none; truncate -s 10 /nosuch/f; truncate -r g i; wc -c < i; truncate -s 5
### cmp
echo a > 1; echo ab > 2; echo b > 3; cmp 1 2; echo $?; cmp 1 3; cmp -l 1 3; cmp -b 1 3; cmp -s 1 3; echo $?; cmp 1 1; echo $?; printf 'a\nb' > 5; printf 'a\n' > 4; cmp 4 5; cmp 4 /dev/null; cmp; echo $?; cmp nosuch 1; cmp - 1 < 1; echo $?
### split
seq 5 > f; split -l 2 f; ls x*; cat xaa; rm x*; split -b 4 f p; ls p*; rm p*; split -n 2 f; wc -c xa? | head -2; rm x*; split -d -l1 --additional-suffix=.t f q-; ls q-*; split nosuch; split -l x; split -b; split a b c; split -a 1 -l 1 --verbose f
### shuf
seq 5 | shuf | sort; shuf -i 1-3 | sort; shuf -e b a | sort; shuf -n 2 -i 1-9 | wc -l; shuf a b; shuf nosuch; shuf -i 3; shuf -n x; seq 3 | shuf -n 0; shuf -r -n 3 -e a
### xxd
echo 'hello, world' | xxd; echo 'hello, world' | xxd -p; echo abc | xxd -b; echo abcdef | xxd -c 4 -g 1; echo ABC | xxd -u; echo abc | xxd | xxd -r; echo 616263 | xxd -r -p; echo; seq 9 | xxd -l 4 -s 2; xxd nosuch; echo $?
### hexdump
printf 'abc' | hexdump; printf 'abcdefghijklmnopqrst' | hexdump -C; printf 'abcdefghijklmnopqrst' | hexdump -b; printf 'abc' | hexdump -c; printf 'ab' | hexdump -x; printf 'ab' | hexdump -d; head -c 64 /dev/zero | hexdump -C; printf 'abcdef' > s; hexdump -C -n 3 -s 1 s; hexdump nosuch; echo $?; printf '' | hexdump
### expand unexpand
printf 'x\ty\n' | expand; printf 'ab\tc\td\n' | expand -t4; printf '\tx\ty\n' | expand -i; printf '        x       y\n' | unexpand; printf '        x       y\n' | unexpand -a; expand -t 0; echo $?; expand -t x; expand nosuch; printf '    x\n' | unexpand -t 4
### fold
echo 'the quick brown fox jumps' | fold -s -w 10; printf 'a b\n' | fold -w 2; echo abcdef | fold -w3; fold -w x; echo $?; fold nosuch; printf abcdef | fold -w 3
### strings
printf 'abc\0hello\1wor\0world!\n' | strings; printf 'abc\0' | strings -n 3; printf 'xx\0hello' | strings -t d; strings nosuch; echo $?
### install
echo x > f; install -m 644 f g; stat -c '%a' g; install -d a/b c; ls -d a/b c; install f c; stat -c %a c/f; install -D f d/e/h; ls d/e; install -v f k; install f; echo $?; install; echo $?; install nosuch z; echo $?; install -m zzz f z; install f f nodir
### od, split and dd read numbers
printf 'hello world' > f; for j in x 08 010 0x1 0 1k 1b 5; do od -An -c -j $j f; done; od -N 0x2 -c f; od nosuch; echo $?; dd if=f bs=2x1 count=1 status=none; dd if=f bs=1w count=1 status=none; dd if=f count=1KiBx status=none; echo; split -b 1MiB f; split -b 1x f; truncate -s 1kB f; wc -c < f
### dd heeds its flags
printf 'hello world' > f; dd if=f iflag=skip_bytes,count_bytes bs=4 skip=6 count=3 status=none; echo; dd if=f bs=4 skip=1 count=1 status=none; echo; printf abcde | dd conv=swab status=none; echo; printf abcd | dd conv=swab,notrunc status=none; echo; printf ab | dd of=f oflag=append conv=notrunc status=none; cat f; echo; printf XY | dd of=f oflag=seek_bytes seek=2 conv=notrunc status=none; cat f; echo; dd if=/dev/zero of=z bs=4 count=6 iflag=count_bytes status=noxfer; wc -c < z; dd if=f bs=4 count=6 iflag=count_bytes status=noxfer; echo; printf ab | dd bs=4 conv=sync status=none | od -c; dd if=f skip=9 status=noxfer
### nl numbers what a pattern finds
printf 'abc\n\nxbc\n' | nl -b 'p^a'; printf 'a\n' | nl -b x; printf 'a\n\n' | nl -b n
### tar reads nothing
printf '' | tar t; echo $?; : > e; tar tf e; echo $?; head -c 1024 /dev/zero | tar t; echo $?
