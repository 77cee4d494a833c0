// What Embedded Swift asks of its platform, for a module that runs once and ends: memory is handed out and never taken back.
typedef __SIZE_TYPE__ size_t;

extern unsigned char __heap_base;
static size_t top;

int posix_memalign(void **result, size_t alignment, size_t size) {
  if (top == 0) top = (size_t)&__heap_base;
  size_t start = (top + alignment - 1) & ~(alignment - 1);
  size_t end = start + size;
  size_t available = __builtin_wasm_memory_size(0) * 65536;
  if (end > available && __builtin_wasm_memory_grow(0, (end - available + 65535) / 65536) == (size_t)-1) return 12;
  top = end;
  *result = (void *)start;
  return 0;
}

void free(void *pointer) { (void)pointer; }

// Only seeds hashing.
void arc4random_buf(void *buffer, size_t count) {
  for (size_t i = 0; i < count; i++) ((unsigned char *)buffer)[i] = (unsigned char)i;
}

void __stack_chk_fail(void) { __builtin_trap(); }

int memcmp(const void *left, const void *right, size_t count) {
  const unsigned char *a = left, *b = right;
  for (; count; count--, a++, b++)
    if (*a != *b) return *a - *b;
  return 0;
}

void *memcpy(void *restrict to, const void *restrict from, size_t count) {
  for (size_t i = 0; i < count; i++) ((unsigned char *)to)[i] = ((const unsigned char *)from)[i];
  return to;
}

void *memmove(void *to, const void *from, size_t count) {
  unsigned char *a = to;
  const unsigned char *b = from;
  if (a < b)
    for (size_t i = 0; i < count; i++) a[i] = b[i];
  else
    for (size_t i = count; i > 0; i--) a[i - 1] = b[i - 1];
  return to;
}

void *memset(void *to, int byte, size_t count) {
  for (size_t i = 0; i < count; i++) ((unsigned char *)to)[i] = (unsigned char)byte;
  return to;
}
