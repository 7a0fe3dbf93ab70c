#include "textflag.h"

// func addVectors(table *int16, places *uint32, n, chunks int, sums *[256]int32)
TEXT ·addVectors(SB), NOSPLIT, $0-40
	MOVQ table+0(FP), SI
	MOVQ places+8(FP), DI
	MOVQ n+16(FP), R8
	MOVQ chunks+24(FP), BX
	MOVQ sums+32(FP), DX
	LEAQ (DI)(R8*4), R8   // behind the last place
	MOVQ BX, R10
	SHLQ $6, R10          // bytes of a row

	MOVQ DI, R9
fetch:
	MOVL (R9), AX
	ADDQ SI, AX
	LEAQ (AX)(R10*1), R11
line:
	PREFETCHT0 (AX)
	ADDQ $64, AX
	CMPQ AX, R11
	JB   line
	ADDQ $4, R9
	CMPQ R9, R8
	JB   fetch

chunk:
	VMOVDQU (DX), Y0
	VMOVDQU 32(DX), Y1
	VMOVDQU 64(DX), Y2
	VMOVDQU 96(DX), Y3
	MOVQ    DI, R9
row:
	MOVL      (R9), AX
	VPMOVSXWD (SI)(AX*1), Y4
	VPMOVSXWD 16(SI)(AX*1), Y5
	VPMOVSXWD 32(SI)(AX*1), Y6
	VPMOVSXWD 48(SI)(AX*1), Y7
	VPADDD    Y4, Y0, Y0
	VPADDD    Y5, Y1, Y1
	VPADDD    Y6, Y2, Y2
	VPADDD    Y7, Y3, Y3
	ADDQ      $4, R9
	CMPQ      R9, R8
	JB        row
	VMOVDQU Y0, (DX)
	VMOVDQU Y1, 32(DX)
	VMOVDQU Y2, 64(DX)
	VMOVDQU Y3, 96(DX)
	ADDQ    $64, SI
	ADDQ    $128, DX
	DECQ    BX
	JNZ     chunk
	VZEROUPPER
	RET

// func prefetchLines(lines *byte, at *known, n int)
TEXT ·prefetchLines(SB), NOSPLIT, $0-24
	MOVQ lines+0(FP), SI
	MOVQ at+8(FP), DI
	MOVQ n+16(FP), R8
	LEAQ (DI)(R8*8), R8 // behind the last
next:
	MOVL       (DI), AX
	PREFETCHT0 (SI)(AX*1)
	ADDQ       $8, DI
	CMPQ       DI, R8
	JB         next
	RET
