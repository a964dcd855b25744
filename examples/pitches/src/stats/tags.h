#ifndef PITCHES_STATS_TAGS_H
#define PITCHES_STATS_TAGS_H

#ifdef __cplusplus
extern "C" {
#endif

enum tag_result { TAG_DONE, TAG_MISSING, TAG_FAILED };

typedef void (*tag_reader)(void *context, const char *name, int pitches);

/* All tags with the number of their pitches. */
enum tag_result tag_list(const char *url, tag_reader reader, void *context);

/* Puts a tag, which need not exist yet, on a pitch of that owner. */
enum tag_result tag_add(const char *url, int pitch, int owner, const char *name);
enum tag_result tag_remove(const char *url, int pitch, int owner, const char *name);

#ifdef __cplusplus
}
#endif

#endif
