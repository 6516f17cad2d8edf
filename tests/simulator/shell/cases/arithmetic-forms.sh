### arithmetic 1
i=5; echo $((i++)) $i $((++i)) $i $((i--)) $((--i)) $((i+=10)) $((i*=2)) $((i<<=1)) $i $((i%=7)) $((-i)) $((+i))

### arithmetic 2
echo $((1/0)); echo next

### arithmetic 3
echo $((1%0)); echo next

### arithmetic 4
((x=1/0)); echo "st $?"

### arithmetic 5
echo $((1+)); echo next

### arithmetic 6
echo $((1 2)); echo next

### arithmetic 7
echo $((a b)); echo next

### arithmetic 8
echo $((08)); echo next

### arithmetic 9
echo $((2#12)); echo next

### arithmetic 10
echo $((99#1)); echo next

### arithmetic 11
echo $((1.5)); echo next

### arithmetic 12
echo $((5=3)); echo next

### arithmetic 13
echo $((x=)); echo next

### arithmetic 14
echo $((  )); echo "$(( ))"

### arithmetic 15
echo $(( (1+2 )); echo next

### arithmetic 16
echo $((2**-1)); echo next

### arithmetic 17
echo $((1 ? 2)); echo next

### arithmetic 18
echo $((9223372036854775807+1)) $((-9223372036854775808-1)) $((9223372036854775807*2))

### arithmetic 19
a=b; b=c; c=7; echo $((a)) $((a+1)); a='1+1'; echo $((a*2)); a=a; echo $((a)); echo next

### arithmetic 20
a=(1 2 3); echo $((a[1]+a[2])) $((a[0]++)) ${a[0]}; ((a[2]*=5)); echo ${a[@]}; i=1; echo $((a[i])) $((a[$i]))

### arithmetic 21
((0)); echo $?; ((5)); echo $?; (( x = 3, y = 4 )); echo $x $y; let 'z=x+y' w=z*2; echo $z $w; let 0; echo $?; let; echo $?

### arithmetic 22
for ((i=0;i<3;i++)); do echo -n "$i "; done; echo; for ((;;)); do break; done; for ((i=10, j=0; i>j; i-=3, j++)); do echo $i $j; done

### arithmetic 23
x=010; echo $((x)) $((10#$x)); x=-5; echo $((x*-1)) $((-x)) $((- -x)) $((x - -1))

### arithmetic 24
echo $[1+2] $((16#ff)) $((0xFF)) $((1000000*1000000)) $(( 1 + \

### arithmetic 25
2 )) 

### arithmetic 26
x=5; (( x > 3 && x < 10 )) && echo in; (( x == 5 )) || echo no; if ((x--)); then echo $x; fi

