/**
 * The main job in the built mini-program: log in, take the daily quiz, see the result.
 *
 * node journey.cjs FOLDER DOMAIN KEYS: KEYS is a file of each question's content with its key, by its stem without
 * white space. On standard input the log-in, the kind of question to answer wrong, and which questions to answer
 * without a network; on standard output what was seen.
 */
const fs = require('node:fs')

const { Person } = require('./person.cjs')
const { Shell } = require('./shell.cjs')

const [folder, domain, keys] = process.argv.slice(2)
const contents = JSON.parse(fs.readFileSync(keys, 'utf8'))
const asked = JSON.parse(fs.readFileSync(0, 'utf8'))
const shell = new Shell(folder, domain)
const me = new Person(shell)

const bare = (text) => text.replace(/\s/g, '')

/** Answer the question on the page by touching and typing; the kind that is to be wrong gets a wrong answer. */
async function answer() {
  const [stem] = me.classed('stem')
  const kind = stem.firstChild.textContent
  const { key, options, left, right } = contents[bare(stem.textContent).slice(kind.length)]
  const wrong = kind === asked.wrong
  if (kind === '判断题') await me.tap(key === wrong ? '错误' : '正确')
  else if (kind === '填空题') for (const [at, accepted] of key.entries()) await me.type(key.length > 1 ? `第 ${at + 1} 空` : '填写答案', wrong ? '不知道' : accepted[0])
  else if (kind === '排序题') await putInOrder((wrong ? [...key].reverse() : key).map((at) => options[at]))
  else if (kind === '连线题') for (const [a, b] of key) await join(left[a], right[b])
  else for (const at of wrong ? [options.findIndex((_, index) => !key.includes(index))] : key) await me.tap(options[at])
  return kind
}

async function putInOrder(wanted) {
  const order = () => me.classed('place').map((place) => me.classed('grow', place)[0].textContent)
  for (const [place, text] of wanted.entries()) {
    for (let at = order().indexOf(text); at > place; at -= 1) {
      await me.tap(`上移：${text}`)
      await me.until(`${text} is moved up`, () => order()[at - 1] === text)
    }
  }
  if (me.text().includes('就是这个顺序')) await me.tap('就是这个顺序')
}

async function join(left, right) {
  const column = (side) => () => [...me.classed('column')[side].querySelectorAll('wx-button')]
  await me.tap(left, column(0))
  await me.pause(600) // the page is drawn anew in between, as its clock ticks
  await me.tap(right, column(1))
  await me.see('先点左边一项')
}

/** The score in the words for who does not see it. */
const scored = () => me.all('*').map((one) => me.attribute(one, 'ariaLabel') ?? '').join().match(/(\d+) 分，满分/)?.[1]

async function journey() {
  shell.start()
  await me.type('手机号', asked.login)
  await me.type('密码', 'not my password')
  await me.tap('登录')
  await me.see('手机号或密码不正确。')
  await me.type('密码', asked.password)
  await me.tap('登录')
  await me.see('您好')
  const home = me.text()
  await me.tap(/^今日答题：/)
  const kinds = []
  for (let number = 1; number <= asked.questions; number += 1) {
    await me.see(`第 ${number} 题，共 ${asked.questions} 题`)
    const offline = asked.offline.includes(number)
    if (offline) shell.connect(false)
    kinds.push(await answer())
    await me.see(offline ? '网络没有连上，答案已存在手机里。' : '已保存')
    if (number < asked.questions) await me.tap('下一题')
  }
  if (asked.offline.length) {
    await me.see(`${asked.offline.length} 项内容已保存在手机里`)
    shell.connect(true)
    await me.see('已保存')
  }
  await me.tap('交卷')
  await me.see('答题完成')
  await me.until('the score has run up', () => me.text().includes(`${scored()}满分`))
  const verdicts = me.classed('sign').map((sign) => sign.textContent)
  const result = me.text()
  const pages = shell.pages.map((page) => page.instance.route)
  await me.tap('生成成绩图片')
  await me.tap('发给朋友或保存')
  console.log(JSON.stringify({ home, kinds, verdicts, result, pages, drawn: shell.drawn, shared: await me.until('a picture is handed on', () => shell.shared) }))
}

journey().then(
  () => process.exit(0),
  (error) => {
    console.error(error)
    process.exit(1)
  },
)
