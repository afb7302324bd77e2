// What the Embedded Swift library asks of a host, so that the module imports nothing.
#include "shim.h"

#if defined(__wasm__)
void __stack_chk_fail(void) { __builtin_trap(); }
unsigned long __stack_chk_guard = 1;

double strtod(const char *, char **);
float strtof(const char *, char **);

const char *_swift_stdlib_strtod_clocale(const char *text, double *out) {
  char *end;
  *out = strtod(text, &end);
  return end == text ? 0 : end;
}

const char *_swift_stdlib_strtof_clocale(const char *text, float *out) {
  char *end;
  *out = strtof(text, &end);
  return end == text ? 0 : end;
}

// Keep the C library's streams out.
char __stderr_FILE[256];
int fputs(const char *text, void *stream) { return -1; }
int putchar(int character) { return character; }
void __stdio_exit_needed(void) {}

// The same hashing in every run.
void arc4random_buf(void *bytes, unsigned long count) {
  for (unsigned long i = 0; i < count; i++) ((unsigned char *)bytes)[i] = (unsigned char)(i * 37 + 11);
}
int getentropy(void *bytes, unsigned long count) {
  arc4random_buf(bytes, count);
  return 0;
}
#endif
