// The system's libzstd: its stable interface only, and the trainer of dictionaries.
#include <zdict.h>
#include <zstd.h>
#include <zstd_errors.h>
