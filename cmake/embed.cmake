# Writes an assembler file that includes every file under web/ and sql/ of ROOT and BUNDLES byte for byte, and a table of them:
#   sealcart_embedded: { const char* path; const char* begin; const char* end; } …, ended by a null path.
set(data "")
set(table "")
set(n 0)
foreach(root IN ITEMS ${ROOT} ${BUNDLES})
  file(GLOB_RECURSE files RELATIVE ${root} ${root}/web/* ${root}/sql/*)
  foreach(file IN LISTS files)
    string(APPEND data "n${n}: .asciz \"${file}\"\nb${n}: .incbin \"${root}/${file}\"\ne${n}: .byte 0\n")
    string(APPEND table "  .quad n${n}, b${n}, e${n}\n")
    math(EXPR n "${n} + 1")
  endforeach()
endforeach()
file(WRITE ${OUTPUT}
  "  .section .rodata\n${data}  .section .data.rel.ro, \"aw\"\n  .balign 8\n  .global sealcart_embedded\nsealcart_embedded:\n${table}  .quad 0, 0, 0\n  .section .note.GNU-stack, \"\", %progbits\n")
