"""The Lua scripts of `redis_boards.py`, each run as one step by Redis. Keys come in pairs: `order`, `places`."""

from jinshui_study.points import boards

OPEN = """
-- ARGV: token, seconds. Begin to build a set that is missing; from here on it takes changes.
if redis.call('EXISTS', KEYS[2]) == 1 then return 0 end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[2], '#builder', ARGV[1], '#weight', 0)
redis.call('EXPIRE', KEYS[2], ARGV[2])
return 1
"""

APPLY = """
-- ARGV: token of the builder or '', rows per pair of keys; per row: member id, version, rank key, text ('': leaves)
local function bucket(key) return (key - math.fmod(key, BUCKET)) / BUCKET end
local rows = tonumber(ARGV[2])
for pair = 1, #KEYS / 2 do
  local order, places = KEYS[2 * pair - 1], KEYS[2 * pair]
  local builder = redis.call('HGET', places, '#builder')
  if builder and (ARGV[1] == '' or ARGV[1] == builder) then
    local weight = 0
    for row = 0, rows - 1 do
      local at = 3 + ((pair - 1) * rows + row) * 4
      local id, version, key, text = ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3]
      local kept = redis.call('HGET', places, id)
      local kept_version, kept_text = -1, ''
      if kept then kept_version, kept_text = string.match(kept, '^(%d+):(%d*)$') end
      if tonumber(version) > tonumber(kept_version) then
        if kept_text ~= '' then
          weight = weight - bucket(tonumber(redis.call('ZSCORE', order, kept_text) or '0'))
          redis.call('ZREM', order, kept_text)
        end
        if text ~= '' then
          weight = weight + bucket(tonumber(key))
          redis.call('ZADD', order, key, text)
        end
        redis.call('HSET', places, id, version .. ':' .. text)
      end
    end
    redis.call('HINCRBY', places, '#weight', string.format('%.0f', weight))
    redis.call('PEXPIRE', order, redis.call('PTTL', places))
  end
end
return 1
""".replace("BUCKET", str(boards.BUCKET))

FINISH = """
-- ARGV: token, seconds. The set is complete and lives so long.
if redis.call('HGET', KEYS[2], '#builder') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[2], '#complete', 1)
redis.call('EXPIRE', KEYS[1], ARGV[2])
redis.call('EXPIRE', KEYS[2], ARGV[2])
return 1
"""

READ = """
-- ARGV: my id, rank key and text to begin after ('' for the top), limit, neighbours
local order, places = KEYS[1], KEYS[2]
if redis.call('HEXISTS', places, '#complete') == 0 then return false end
local function above(key) return redis.call('ZCOUNT', order, '-inf', '(' .. key) end
local function down_to(key) return redis.call('ZCOUNT', order, '-inf', key) end
local start = 0
if ARGV[2] ~= '' then
  local high = down_to(ARGV[2])
  start = above(ARGV[2])
  while start < high do
    local middle = math.floor((start + high) / 2)
    if redis.call('ZRANGE', order, middle, middle)[1] <= ARGV[3] then start = middle + 1 else high = middle end
  end
end
local reply = {
  redis.call('ZCARD', order),
  redis.call('HGET', places, '#weight'),
  redis.call('HEXISTS', places, '#doubted'),
  redis.call('ZRANGE', order, start, start + ARGV[4] - 1, 'WITHSCORES'),
  {},
}
local mine = string.match(redis.call('HGET', places, ARGV[1]) or '', '^%d+:(%d+)$')
local position = mine and redis.call('ZRANK', order, mine)
if position then
  local key = redis.call('ZSCORE', order, mine)
  local first = math.max(0, position - ARGV[5])
  reply[5] = redis.call('ZRANGE', order, first, position + ARGV[5], 'WITHSCORES')
  reply[6] = above(key) + 1
  reply[7] = above(reply[5][2]) + 1
  reply[8] = down_to(key) + 1
end
return reply
"""

DOUBT = """
-- ARGV: 1 if the set agreed with the database, milliseconds a doubt may last
if redis.call('EXISTS', KEYS[2]) == 0 then return 0 end
if ARGV[1] == '1' then return redis.call('HDEL', KEYS[2], '#doubted') end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HSETNX', KEYS[2], '#doubted', now)
if now - redis.call('HGET', KEYS[2], '#doubted') < tonumber(ARGV[2]) then return 0 end
return redis.call('DEL', KEYS[1], KEYS[2])
"""
