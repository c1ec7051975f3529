-- Requests of one query file for wrk: wrk ... -s request.lua URL -- FILE unique|fixed
-- A line '#: param N 0 49' in the file makes {{N}} run through 0 to 49; unique adds a comment that no cache has seen.
local text, low, high, mode, count = "", 0, 0, "unique", 0

function init(arguments)
  local file = assert(io.open(arguments[1]))
  text, mode = file:read("*a"), arguments[2]
  file:close()
  local from, to = text:match("#: param N (%-?%d+) (%-?%d+)")
  low, high = tonumber(from or 0), tonumber(to or 0)
  math.randomseed(os.time())
  count = math.random(1000000000)
  wrk.headers["Content-Type"] = "application/sparql-query"
  wrk.headers["Accept"] = "application/sparql-results+json, application/n-triples;q=0.9"
end

function request()
  count = count + 1
  local query = text:gsub("{{N}}", tostring(low + count % (high - low + 1)))
  if mode == "unique" then
    query = query .. "\n# " .. count
  end
  return wrk.format("POST", nil, nil, query)
end
