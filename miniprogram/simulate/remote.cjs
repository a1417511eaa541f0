/**
 * The built mini-program in somebody else's hands: `node remote.cjs FOLDER DOMAIN` takes an order a line on standard
 * input, such as {"do": "tap", "name": "登录"}, and says on a line of standard output what stands on the page then, or
 * why it could not be done.
 */
const readline = require('node:readline')

const { Person } = require('./person.cjs')
const { Shell } = require('./shell.cjs')

const [folder, domain] = process.argv.slice(2)
const shell = new Shell(folder, domain)
const me = new Person(shell)

const ORDERS = {
  /** Open the mini-program; each log-in by WeChat gets the next of these codes. */
  start: ({ codes }) => {
    shell.codes.push(...codes)
    shell.start()
  },
  tap: ({ name }) => me.tap(name),
  type: ({ label, text }) => me.type(label, text),
  see: ({ words }) => me.see(words),
  phone: ({ name, code }) => me.givePhone(name, code),
  decide: ({ words, confirm }) => me.decide(words, confirm),
}

async function obey(line) {
  const { do: order, ...rest } = JSON.parse(line)
  try {
    await ORDERS[order](rest)
    const buttons = me.all('wx-button').map((one) => ({ name: me.label(one), off: Boolean(me.attribute(one, 'disabled')) }))
    const stored = Object.fromEntries(shell.storage)
    return { text: me.text(), buttons, stored, pages: shell.pages.map((page) => page.instance.route) }
  } catch (error) {
    return { failed: error.message }
  }
}

async function serve() {
  for await (const line of readline.createInterface({ input: process.stdin })) console.log(JSON.stringify(await obey(line)))
}

serve().then(() => process.exit(0))
