#ifndef CDUKTAPE_SHIM_H
#define CDUKTAPE_SHIM_H

#include <duktape.h>
#include <stdlib.h>
#include <string.h>

// Duktape's calls are macros and its errors longjmp, which must never cross a Swift frame: every
// function here makes protected calls only.

// A heap's memory, counted: beyond the limit an allocation fails and Duktape throws inside.
typedef struct {
  size_t used;
  size_t limit;
} cd_account;

static inline void *cd_resize(void *udata, void *old, size_t size) {
  cd_account *account = (cd_account *)udata;
  size_t before = old ? *((size_t *)old - 2) : 0;
  if (size == 0) {
    if (old) {
      account->used -= before;
      free((size_t *)old - 2);
    }
    return NULL;
  }
  if (account->used - before + size > account->limit) return NULL;
  size_t *block = (size_t *)realloc(old ? (size_t *)old - 2 : NULL, size + 2 * sizeof(size_t));
  if (!block) return NULL;
  block[0] = size;
  account->used += size - before;
  return block + 2;
}

static inline void *cd_allocate(void *udata, size_t size) { return cd_resize(udata, NULL, size); }
static inline void cd_release(void *udata, void *old) { cd_resize(udata, old, 0); }
static inline void cd_fatal(void *udata, const char *message) {
  (void)udata;
  (void)message;
  abort();
}

static inline duk_context *cd_open(cd_account *account) {
  return duk_create_heap(cd_allocate, cd_resize, cd_release, account, cd_fatal);
}

static inline void cd_close(duk_context *context) { duk_destroy_heap(context); }

static inline long cd_version(void) { return DUK_VERSION; }

// Compiles and leaves the function on the stack, or an error; 0 for success.
static inline int cd_compile(duk_context *context, const char *source, size_t length) {
  return duk_pcompile_lstring(context, 0, source, length);
}

static inline duk_ret_t cd_dump_unprotected(duk_context *context, void *udata) {
  (void)udata;
  duk_dump_function(context);
  return 1;
}

// Replaces the function on the stack by its bytecode in a buffer.
static inline int cd_dump(duk_context *context) {
  return duk_safe_call(context, cd_dump_unprotected, NULL, 1, 1);
}

typedef struct {
  const void *bytes;
  size_t length;
} cd_bytecode;

static inline duk_ret_t cd_load_unprotected(duk_context *context, void *udata) {
  cd_bytecode *bytecode = (cd_bytecode *)udata;
  void *buffer = duk_push_fixed_buffer(context, bytecode->length);
  memcpy(buffer, bytecode->bytes, bytecode->length);
  duk_load_function(context);
  return 1;
}

// Pushes the function that bytecode describes. Bytecode is not checked by Duktape: load only what
// this program wrote.
static inline int cd_load(duk_context *context, const void *bytes, size_t length) {
  cd_bytecode bytecode = {bytes, length};
  return duk_safe_call(context, cd_load_unprotected, &bytecode, 0, 1);
}

// Calls the function on the stack without arguments and leaves its result or error there.
static inline int cd_run(duk_context *context) { return duk_pcall(context, 0); }

static inline const void *cd_buffer(duk_context *context, size_t *length) {
  duk_size_t size = 0;
  const void *bytes = duk_get_buffer_data(context, -1, &size);
  *length = size;
  return bytes;
}

static inline const char *cd_text(duk_context *context, size_t *length) {
  duk_size_t size = 0;
  const char *bytes = duk_safe_to_lstring(context, -1, &size);
  *length = size;
  return bytes;
}

static inline void cd_pop(duk_context *context) { duk_pop(context); }

typedef struct {
  const char *name;
  const char *argument;
  size_t length;
} cd_request;

static inline duk_ret_t cd_call_unprotected(duk_context *context, void *udata) {
  cd_request *request = (cd_request *)udata;
  duk_get_global_string(context, request->name);
  duk_push_lstring(context, request->argument, request->length);
  duk_call(context, 1);
  duk_to_string(context, -1);
  return 1;
}

// Calls a global function with one string and leaves its result, or an error, as a string.
static inline int cd_call(
    duk_context *context, const char *name, const char *argument, size_t length) {
  cd_request request = {name, argument, length};
  return duk_safe_call(context, cd_call_unprotected, &request, 0, 1);
}

// Frees what nothing refers to any more.
static inline void cd_collect(duk_context *context) { duk_gc(context, 0); }

#endif
