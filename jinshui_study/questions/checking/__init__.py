"""The rules of the check, one file each: mistakes, copies, likenesses, giveaways, dates. All pure."""
