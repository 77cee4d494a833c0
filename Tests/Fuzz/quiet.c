// Where reports of comparisons go (the linker's --wrap), in programs that are built with -sanitize=fuzzer alone: our changes of inputs
// know the schema and have no use for them, and libFuzzer's own book-keeping of them costs a quarter of the time.
#include <stdint.h>

void __wrap___sanitizer_cov_trace_cmp1(uint8_t left, uint8_t right) {}
void __wrap___sanitizer_cov_trace_cmp2(uint16_t left, uint16_t right) {}
void __wrap___sanitizer_cov_trace_cmp4(uint32_t left, uint32_t right) {}
void __wrap___sanitizer_cov_trace_cmp8(uint64_t left, uint64_t right) {}
void __wrap___sanitizer_cov_trace_const_cmp1(uint8_t left, uint8_t right) {}
void __wrap___sanitizer_cov_trace_const_cmp2(uint16_t left, uint16_t right) {}
void __wrap___sanitizer_cov_trace_const_cmp4(uint32_t left, uint32_t right) {}
void __wrap___sanitizer_cov_trace_const_cmp8(uint64_t left, uint64_t right) {}
void __wrap___sanitizer_cov_trace_switch(uint64_t value, uint64_t *cases) {}
