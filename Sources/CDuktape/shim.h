#ifndef CDUKTAPE_SHIM_H
#define CDUKTAPE_SHIM_H

#include <duktape.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// Duktape's calls are macros and its errors longjmp, which must never cross a Swift frame: every
// function here makes protected calls only.

// A heap's memory, counted. Small blocks, of which an interpreter makes millions, come from slabs, by
// size, and go back to a list of their size; slabs are given back with the heap.
enum { cd_grain = 16, cd_small = 512, cd_slab_size = 1 << 16 };

// Debian's Duktape cannot be interrupted, but all that it does goes through its allocator: every block
// asked for is charged, a large one, which is filled or copied by loops, more. A call that asks for
// more than its budget, or for more memory than the limit, is left where it stands, and its heap is
// only good for being thrown away. (Refused, Duktape would look for garbage again and again.)
enum { cd_block_charge = 100, cd_large_factor = 8 };

// Its blocks follow it, aligned as it is.
typedef struct cd_slab {
  struct cd_slab *next;
  size_t padding;
} cd_slab;

// What stands before each block; as long as the strictest alignment.
typedef struct cd_block {
  size_t size;
  struct cd_block *next;
} cd_block;

// What stands before that for large blocks.
typedef struct cd_large {
  struct cd_large *before;
  struct cd_large *next;
} cd_large;

typedef struct {
  size_t used;
  size_t limit;
  size_t charged;
  size_t budget;
  // A `jmp_buf`, during a call.
  void *way_out;
  int is_left;
  cd_large *large;
  cd_slab *slabs;
  char *fresh;
  char *end;
  cd_block *free[cd_small / cd_grain + 1];
} cd_account;

static inline size_t cd_class(size_t size) { return (size + cd_grain - 1) / cd_grain; }

static inline cd_block *cd_small_block(cd_account *account, size_t class_) {
  cd_block *block = account->free[class_];
  if (block) {
    account->free[class_] = block->next;
    return block;
  }
  size_t length = sizeof(cd_block) + class_ * cd_grain;
  if ((size_t)(account->end - account->fresh) < length) {
    cd_slab *slab = (cd_slab *)malloc(cd_slab_size);
    if (!slab) return NULL;
    slab->next = account->slabs;
    account->slabs = slab;
    account->fresh = (char *)(slab + 1);
    account->end = (char *)slab + cd_slab_size;
  }
  block = (cd_block *)account->fresh;
  account->fresh += length;
  return block;
}

static inline void cd_link(cd_account *account, cd_large *large) {
  large->before = NULL;
  large->next = account->large;
  if (large->next) large->next->before = large;
  account->large = large;
}

static inline void cd_unlink(cd_account *account, cd_large *large) {
  if (large->next) large->next->before = large->before;
  if (large->before) large->before->next = large->next;
  else account->large = large->next;
}

static inline cd_block *cd_large_block(cd_account *account, size_t size) {
  cd_large *large = (cd_large *)malloc(sizeof(cd_large) + sizeof(cd_block) + size);
  if (!large) return NULL;
  cd_link(account, large);
  return (cd_block *)(large + 1);
}

static inline cd_block *cd_larger_block(cd_account *account, cd_block *block, size_t size) {
  cd_large *old = (cd_large *)block - 1;
  cd_unlink(account, old);
  cd_large *large = (cd_large *)realloc(old, sizeof(cd_large) + sizeof(cd_block) + size);
  cd_link(account, large ? large : old);
  return large ? (cd_block *)(large + 1) : NULL;
}

// Whether there may be `more` bytes, for a block of that size; inside of a call there is no way back
// from no.
static inline int cd_may_have(cd_account *account, size_t more, size_t size) {
  account->charged += cd_block_charge + (size > cd_small ? cd_large_factor * size : size);
  if (account->used + more <= account->limit && account->charged <= account->budget) return 1;
  if (account->way_out) {
    account->is_left = 1;
    longjmp(*(jmp_buf *)account->way_out, 1);
  }
  return 0;
}

static inline void *cd_allocate(void *udata, size_t size) {
  cd_account *account = (cd_account *)udata;
  if (size == 0 || !cd_may_have(account, size, size)) return NULL;
  cd_block *block =
      size <= cd_small ? cd_small_block(account, cd_class(size)) : cd_large_block(account, size);
  if (!block) return NULL;
  block->size = size;
  account->used += size;
  return block + 1;
}

static inline void cd_release(void *udata, void *old) {
  cd_account *account = (cd_account *)udata;
  if (!old) return;
  cd_block *block = (cd_block *)old - 1;
  account->used -= block->size;
  if (block->size > cd_small) {
    cd_unlink(account, (cd_large *)block - 1);
    free((cd_large *)block - 1);
    return;
  }
  size_t class_ = cd_class(block->size);
  block->next = account->free[class_];
  account->free[class_] = block;
}

static inline void *cd_resize(void *udata, void *old, size_t size) {
  cd_account *account = (cd_account *)udata;
  if (!old) return cd_allocate(udata, size);
  if (size == 0) {
    cd_release(udata, old);
    return NULL;
  }
  cd_block *block = (cd_block *)old - 1;
  size_t before = block->size;
  int stays = before <= cd_small && size <= cd_small && cd_class(before) == cd_class(size);
  if (stays || (before > cd_small && size > cd_small)) {
    if (size > before && !cd_may_have(account, size - before, size)) return NULL;
    if (!stays) block = cd_larger_block(account, block, size);
    if (!block) return NULL;
    block->size = size;
    account->used += size - before;
    return block + 1;
  }
  void *new_ = cd_allocate(udata, size);
  if (!new_) return NULL;
  memcpy(new_, old, before < size ? before : size);
  cd_release(udata, old);
  return new_;
}

static inline void cd_fatal(void *udata, const char *message) {
  (void)udata;
  (void)message;
  abort();
}

static inline void cd_free_all(cd_account *account) {
  while (account->large) {
    cd_large *large = account->large;
    account->large = large->next;
    free(large);
  }
  while (account->slabs) {
    cd_slab *slab = account->slabs;
    account->slabs = slab->next;
    free(slab);
  }
}

// `account` is zero before, and stays where it is as long as the heap.
static inline duk_context *cd_open(cd_account *account, size_t limit) {
  account->limit = limit;
  account->budget = SIZE_MAX;
  duk_context *context =
      duk_create_heap(cd_allocate, cd_resize, cd_release, account, cd_fatal);
  if (!context) cd_free_all(account);
  return context;
}

// A heap that was left in the middle of something is not touched again.
static inline void cd_close(duk_context *context, cd_account *account) {
  if (!account->is_left) duk_destroy_heap(context);
  cd_free_all(account);
}

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

// Calls a global function with one string and leaves its result, or an error, as a string; -1 if it
// went beyond its budget or the limit, and nothing but `cd_close` may follow.
static inline int cd_call(
    duk_context *context, cd_account *account, size_t budget, const char *name,
    const char *argument, size_t length) {
  cd_request request = {name, argument, length};
  jmp_buf way_out;
  account->charged = 0;
  account->budget = budget;
  account->way_out = &way_out;
  int status = -1;
  if (setjmp(way_out) == 0) status = duk_safe_call(context, cd_call_unprotected, &request, 0, 1);
  account->way_out = NULL;
  account->budget = SIZE_MAX;
  return account->is_left ? -1 : status;
}

// Frees what nothing refers to any more.
static inline void cd_collect(duk_context *context) { duk_gc(context, 0); }

#endif
