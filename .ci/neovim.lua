-- A person's session in Neovim, without a screen: opens documents, looks, completes, jumps, renames, mends. Run by .ci/try_neovim.py, which says in
-- `task.json` what there is to find. Ends with status 0 if all went well.

local task = vim.json.decode(table.concat(vim.fn.readfile(vim.env.CLAUSELINT_TASK), '\n'))
local SECONDS = 1000

local function say(text) io.stdout:write(text .. '\n') end

local function fail(text)
  say('failed: ' .. text)
  vim.cmd('cquit 1')
end

local function await(what, condition)
  if not vim.wait(60 * SECONDS, condition, 20) then fail(what() or '') end
end

local function open(name)
  local buffer = vim.fn.bufadd(task.root .. '/' .. name)
  vim.bo[buffer].buflisted = true
  vim.api.nvim_set_current_buf(buffer)
  return buffer
end

local function client()
  return vim.lsp.get_clients({ name = 'clauselint' })[1]
end

-- Puts the cursor on the first place of a text, or some columns into it.
local function go(name, text, into)
  local buffer = open(name)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, true)) do
    local at = line:find(text, 1, true)
    if at then
      vim.api.nvim_win_set_cursor(0, { number, at - 1 + (into or 0) })
      return buffer
    end
  end
  fail(name .. ' has no ' .. text)
end

local function ask(method, extra)
  local params = vim.lsp.util.make_position_params(0, client().offset_encoding)
  local answer = client():request_sync(method, vim.tbl_extend('force', params, extra or {}), 30 * SECONDS, 0)
  if not answer or answer.err then fail(method .. ': ' .. vim.inspect(answer)) end
  return answer.result
end

local function told(buffer)
  local found = {}
  for _, each in ipairs(vim.diagnostic.get(buffer)) do
    table.insert(found, ('%s %d:%d'):format(each.code, each.lnum, each.col))
  end
  table.sort(found)
  return found
end

local function within_root(path)
  return path:gsub('\\', '/'):sub(#task.root + 2)
end

local steps = {}

function steps.diagnostics()
  local count = 0
  for name, wanted in pairs(task.findings) do
    local buffer = open(name)
    await(function() return name .. ': ' .. vim.inspect({ wanted = wanted, shown = told(buffer) }) end, function()
      return vim.deep_equal(told(buffer), wanted)
    end)
    count = count + #wanted
  end
  return count .. ' findings, those of check'
end

function steps.hover()
  go(task.mention.path, task.id)
  vim.lsp.buf.hover()
  local shown = ''
  await(function() return 'hover shows ' .. shown end, function()
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= '' then
        shown = table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, true), '\n')
      end
    end
    return shown:find(task.title, 1, true) ~= nil
  end)
  vim.cmd('silent! fclose!')
  return 'the card of ' .. task.id
end

function steps.completion()
  local buffer = go(task.field.path, task.field.text, #task.field.text)
  local row, column = unpack(vim.api.nvim_win_get_cursor(0))
  local line = vim.api.nvim_get_current_line()
  vim.api.nvim_set_current_line(line:sub(1, column))
  vim.api.nvim_win_set_cursor(0, { row, column })
  local params = { position = { line = row - 1, character = vim.str_utfindex(line:sub(1, column), 'utf-16') } }
  local result = ask('textDocument/completion', params) or {}
  local labels = vim.tbl_map(function(item) return item.label end, result.items or result)
  vim.api.nvim_buf_set_lines(buffer, row - 1, row, true, { line })
  local found = vim.iter(labels):any(function(label) return label:find(task.id, 1, true) ~= nil end)
  if not found then fail('completion offers ' .. vim.inspect(vim.list_slice(labels, 1, 20))) end
  return #labels .. ' proposals, ' .. task.id .. ' among them'
end

function steps.definition()
  go(task.mention.path, task.id)
  vim.lsp.buf.definition()
  await(function() return 'definition leads to ' .. vim.api.nvim_buf_get_name(0) .. ': ' .. vim.api.nvim_get_current_line() end, function()
    return within_root(vim.api.nvim_buf_get_name(0)) == task.record and vim.api.nvim_get_current_line():find(task.title, 1, true) ~= nil
  end)
  return 'to the record'
end

function steps.references()
  go(task.record, task.id)
  local files = {}
  for _, each in ipairs(ask('textDocument/references', { context = { includeDeclaration = true } }) or {}) do
    files[within_root(vim.uri_to_fname(each.uri))] = true
  end
  for name in pairs(task.named) do
    if not files[name] then fail('references lack ' .. name .. ': ' .. vim.inspect(vim.tbl_keys(files))) end
  end
  return 'in ' .. vim.tbl_count(files) .. ' files'
end

function steps.rename()
  go(task.record, task.id)
  vim.lsp.buf.rename(task.new)
  local changed = {}
  await(function() return 'renamed in ' .. vim.inspect(changed) .. ' of ' .. vim.inspect(task.named) end, function()
    changed = {}
    for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
      local text = vim.api.nvim_buf_is_loaded(buffer) and table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, true), '\n') or ''
      local _, places = text:gsub(vim.pesc(task.new), '')
      if places > 0 then changed[within_root(vim.api.nvim_buf_get_name(buffer))] = places end
    end
    return vim.deep_equal(changed, task.named)
  end)
  vim.cmd('silent wall')
  return task.id .. ' is ' .. task.new .. ' in ' .. vim.tbl_count(changed) .. ' files'
end

function steps.code_actions()
  local buffer = open(task.fix.path)
  local before = #told(buffer)
  vim.api.nvim_win_set_cursor(0, { task.fix.line + 1, task.fix.column })
  vim.lsp.buf.code_action({
    apply = true,
    -- A menu begins with a capital.
    filter = function(action) return action.title:lower() == task.fix.title:lower() end,
  })
  await(function() return 'the fix leaves ' .. vim.inspect(told(buffer)) end, function() return #told(buffer) < before end)
  vim.cmd('silent wall')
  return task.fix.title
end

-- The text of the windows that lie above the others.
local function floating()
  local shown = ''
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then
      shown = shown .. table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, true), '\n')
    end
  end
  return shown
end

function steps.explain()
  local code = task.fix.code
  open(task.fix.path)
  vim.api.nvim_win_set_cursor(0, { task.fix.line + 1, task.fix.column })
  vim.lsp.buf.code_action({ apply = true, filter = function(action) return action.title == 'Explain ' .. code end })
  await(function() return 'explained is ' .. floating() end, function() return floating():find(code, 1, true) ~= nil end)
  vim.cmd('silent! fclose!')
  return code
end

function steps.lenses()
  local buffer = go(task.record, task.id)
  local row = vim.api.nvim_win_get_cursor(0)[1]
  local lens
  vim.lsp.codelens.refresh({ bufnr = buffer })
  await(function() return 'lenses are ' .. vim.inspect(vim.lsp.codelens.get(buffer)) end, function()
    lens = vim.iter(vim.lsp.codelens.get(buffer)):find(function(each)
      return each.range.start.line == row - 1 and each.command ~= nil and each.command.command == 'clauselint.showReferences'
    end)
    return lens ~= nil
  end)
  vim.lsp.codelens.run()
  await(function() return 'the list is ' .. vim.inspect(vim.fn.getqflist()) end, function() return #vim.fn.getqflist() > 0 end)
  local count = #vim.fn.getqflist()
  vim.cmd('cclose')
  return lens.command.title .. ', ' .. count .. ' in the list'
end

function steps.outside()
  local buffer = open(task.outside.shown)
  local function dead()
    return vim.iter(told(buffer)):any(function(each) return vim.startswith(each, task.outside.code .. ' ') end)
  end
  await(function() return 'nothing leads nowhere in ' .. vim.inspect(told(buffer)) end, dead)
  local path = task.root .. '/' .. task.outside.path
  vim.fn.writefile({ '# Tools' }, path)
  await(function() return 'a file that came goes unnoticed' end, function() return not dead() end)
  vim.fn.delete(path)
  await(function() return 'a file that went goes unnoticed' end, dead)
  return 'a file came and went'
end

local CAPABILITY = {
  hover = 'hoverProvider',
  completion = 'completionProvider',
  definition = 'definitionProvider',
  references = 'referencesProvider',
  rename = 'renameProvider',
  code_actions = 'codeActionProvider',
  explain = 'codeActionProvider',
  lenses = 'codeLensProvider',
}

local function main()
  vim.o.swapfile, vim.o.hidden = false, true
  -- A question would wait for somebody who is not there.
  vim.ui.select = function(items, _, chosen) chosen(items[1], 1) end
  open(task.record)
  await(function() return 'the server does not come' end, function() return client() ~= nil and client().initialized end)
  local names = { 'diagnostics', 'hover', 'completion', 'definition', 'references', 'lenses', 'outside', 'explain', 'rename', 'code_actions' }
  for _, name in ipairs(names) do
    if CAPABILITY[name] and not client().server_capabilities[CAPABILITY[name]] then fail(name .. ' is not advertised') end
    say(('%s: %s'):format(name, steps[name]()))
  end
  vim.lsp.stop_client(vim.lsp.get_clients())
  vim.cmd('qall!')
end

local fine, problem = xpcall(main, debug.traceback)
if not fine then fail(tostring(problem)) end
