"""The rules of the check, one file each: mistakes, copies, likenesses, giveaways, distractors, dates. All pure."""
