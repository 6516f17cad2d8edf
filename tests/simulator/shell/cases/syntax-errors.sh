### syntax 1
if

### syntax 2
if true; then echo x

### syntax 3
if true; echo x; fi

### syntax 4
if true; then fi

### syntax 5
if true; then echo x; fi; fi

### syntax 6
for i in 1 2; echo $i; done

### syntax 7
for i in 1 2 do echo $i; done

### syntax 8
for; do :; done

### syntax 9
while true; echo; done

### syntax 10
while; do :; done

### syntax 11
case x in a) echo;; 

### syntax 12
case x in a echo;; esac

### syntax 13
echo 'unclosed

### syntax 14
echo "unclosed

### syntax 15
echo `unclosed

### syntax 16
echo ${unclosed

### syntax 17
echo $((1+2

### syntax 18
( echo a

### syntax 19
{ echo a

### syntax 20
} 

### syntax 21
)

### syntax 22
echo a )

### syntax 23
echo a; ; echo b

### syntax 24
echo a;; echo b

### syntax 25
; echo a

### syntax 26
| cat

### syntax 28
echo a | | cat

### syntax 30
&& echo a

### syntax 31
echo a && || echo b

### syntax 32
echo a & & echo b

### syntax 33
echo &&& b

### syntax 34
< 

### syntax 35
echo >

### syntax 36
echo > > f

### syntax 37
cat << 

### syntax 39
f() 

### syntax 40
f() echo a

### syntax 41
function f

### syntax 42
f() {}

### syntax 43
f() { }

### syntax 44
{}

### syntax 45
{ }

### syntax 46
{echo a}

### syntax 47
()

### syntax 48
( )

### syntax 49
done

### syntax 50
then

### syntax 51
fi

### syntax 52
do

### syntax 53
esac

### syntax 54
else

### syntax 55
in

### syntax 56
elif

### syntax 57
! 

### syntax 58
!

### syntax 59
! !; echo $?

### syntax 60
time

### syntax 61
(( 1 +

### syntax 62
((

### syntax 63
echo ((1))

### syntax 64
a = (1 2)

### syntax 65
echo a(b)

### syntax 66
echo $(echo )) a

### syntax 67
echo ok
echo ok2
if then
echo never

### syntax 68
echo ok


foo bar (
echo never

### syntax 69
f() {
echo a

echo b

### syntax 70
for i in 1 2 3
do
echo $i


### syntax 71
while true; do
  echo x
  if [ 1 ]; then
done

### syntax 72
case $x in
a) echo a
b) echo b;;
esac

### syntax 73
echo "multi
line" 'x
y' )

### syntax 74
echo a
echo "b
echo c

### syntax 75
echo a
echo 'b
echo c

### syntax 76
bash -c 'echo )'; echo $?

### syntax 77
bash -c 'if'; echo $?

### syntax 78
bash -c 'echo "abc'; echo $?

### syntax 79
bash -c; echo $?

### syntax 80
bash -c 'echo $0 $1' a b; bash -c 'exit 7'; echo $?; bash -c 'nosuch'; echo $?; bash -c 'echo ${x?unset}'; echo $?; bash -c 'false; echo $?'

### syntax 81
sh -c 'echo )'; echo $?

### syntax 82
echo 'if true
then echo' > s; bash s; echo $?; echo 'echo a
)' > s; bash s; echo $?; . ./s; echo $?; echo 'x=$((1+' >s; bash s; echo $?; chmod +x s; ./s

