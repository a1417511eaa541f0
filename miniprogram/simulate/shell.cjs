/**
 * WeChat's shell around a built mini-program, as far as the client needs it: storage, requests to the allowed domain,
 * codes to log in with, pages one upon another. What is drawn and touched is miniprogram-simulate's.
 */
const fs = require('node:fs')
const path = require('node:path')

const { JSDOM } = require('jsdom')

const { window } = new JSDOM('<!doctype html><body></body>', { pretendToBeVisual: true })

/** jsdom's own forgets the fingers. */
class TouchEvent extends window.Event {
  constructor(name, { touches, changedTouches }) {
    super(name, { bubbles: true, cancelable: true })
    Object.assign(this, { touches, changedTouches })
  }
}

Object.assign(globalThis, { window, document: window.document, CustomEvent: window.CustomEvent, TouchEvent })
/** The compilers come without the right to be run. */
const compilers = path.join(path.dirname(require.resolve('miniprogram-compiler/package.json')), 'bin', 'linux')
for (const name of fs.readdirSync(compilers)) fs.chmodSync(path.join(compilers, name), 0o755)

const simulate = require('miniprogram-simulate')

class Shell {
  constructor(folder, domain) {
    this.folder = folder
    this.domain = domain
    this.pages = []
    this.online = true
    this.networkListeners = []
    this.dialog = null
    this.codes = []
    this.drawn = []
    this.shared = ''
    this.storage = new Map()
    this.loaded = new Map()
    this.app = null
    globalThis.Page = () => undefined
    globalThis.App = (app) => (this.app = app)
    globalThis.getApp = () => this.app
    globalThis.getCurrentPages = () => this.pages.map((page) => page.instance)
    Object.assign(globalThis.wx, this.storing(), this.moving(), this.drawing(), {
      request: (call) => void this.request(call),
      onNetworkStatusChange: (listener) => void this.networkListeners.push(listener),
      showModal: (dialog) => (this.dialog = dialog),
      login: ({ success, fail }) => void setTimeout(() => (this.codes.length ? success({ code: this.codes.shift() }) : fail({ errMsg: 'login:fail' }))),
      getLaunchOptionsSync: () => ({ path: this.first, query: {}, scene: 1001 }),
    })
  }

  get first() {
    return JSON.parse(fs.readFileSync(path.join(this.folder, 'app.json'), 'utf8')).pages[0]
  }

  /** The page on top. */
  get page() {
    return this.pages.at(-1)
  }

  start() {
    require(path.join(this.folder, 'app.js'))
    this.app.onLaunch(globalThis.wx.getLaunchOptionsSync())
    this.app.onShow(globalThis.wx.getLaunchOptionsSync())
    this.open(`/${this.first}`)
  }

  storing() {
    const { storage } = this
    return {
      getStorageSync: (key) => storage.get(key) ?? '',
      setStorageSync: (key, value) => void storage.set(key, value),
      removeStorageSync: (key) => void storage.delete(key),
      getStorageInfoSync: () => ({ keys: [...storage.keys()], currentSize: 0, limitSize: 10240 }),
    }
  }

  moving() {
    const way = (before) => ({ url }) => setTimeout(() => {
      before()
      this.open(url)
    })
    return {
      navigateTo: way(() => this.page.instance.onHide?.()),
      redirectTo: way(() => this.close()),
      switchTab: way(() => this.closeAll()),
      reLaunch: way(() => this.closeAll()),
      navigateBack: () => setTimeout(() => {
        this.close()
        this.page.instance.onShow?.()
      }),
    }
  }

  /** A canvas whose pen only notes the words it writes; the rest of a query is the simulator's. */
  drawing() {
    const ask = globalThis.wx.createSelectorQuery
    const noting = { measureText: (text) => ({ width: [...text].length * 30 }), fillText: (text) => void this.drawn.push(text) }
    const pen = new Proxy(noting, { get: (own, name) => own[name] ?? (() => undefined), set: () => true })
    const canvas = { getContext: () => pen }
    const found = { fields: (_, done) => ({ exec: () => setTimeout(() => done({ node: canvas })) }) }
    return {
      createSelectorQuery() {
        let inner = ask()
        return {
          in(component) {
            inner = inner.in(component)
            return this
          },
          select: (selector) => (selector === '#picture' ? found : inner.select(selector)),
          selectAll: (selector) => inner.selectAll(selector),
          exec: (done) => inner.exec(done),
        }
      },
      canvasToTempFilePath: ({ success }) => setTimeout(() => success({ tempFilePath: 'wxfile://picture.png' })),
      showShareImageMenu: ({ path: shared }) => (this.shared = shared),
    }
  }

  open(url) {
    const [route, query = ''] = url.replace(/^\//, '').split('?')
    if (!this.loaded.has(route)) this.loaded.set(route, simulate.load(path.join(this.folder, route), { rootPath: this.folder }))
    const page = simulate.render(this.loaded.get(route))
    const options = Object.fromEntries(new URLSearchParams(query))
    Object.assign(page.instance, { route, options })
    this.pages.push(page)
    page.attach(window.document.body)
    page.instance.onLoad(options)
    page.instance.onShow?.()
  }

  close() {
    const page = this.pages.pop()
    page.instance.onUnload?.()
    page.detach()
  }

  closeAll() {
    while (this.pages.length) this.close()
  }

  /** The network goes, or comes back; the client is told. */
  connect(isConnected) {
    this.online = isConnected
    for (const listener of this.networkListeners) listener({ isConnected, networkType: isConnected ? '4g' : 'none' })
  }

  /** Only the allowed domain is reached; any status is a success, as with WeChat. */
  async request({ url, method = 'GET', header, data, timeout, success, fail }) {
    try {
      if (!this.online) throw new Error('fail net::ERR_INTERNET_DISCONNECTED')
      if (!url.startsWith(`${this.domain}/`)) throw new Error('url not in domain list')
      const body = data === undefined ? undefined : JSON.stringify(data)
      const reply = await fetch(url, { method, headers: header, body, signal: AbortSignal.timeout(timeout) })
      const text = await reply.text()
      const isJson = /json/.test(reply.headers.get('content-type') ?? '')
      success({ statusCode: reply.status, data: isJson && text ? JSON.parse(text) : text, header: Object.fromEntries(reply.headers) })
    } catch (error) {
      fail({ errMsg: `request:fail ${error.message}` })
    }
  }
}

module.exports = { Shell, TouchEvent, window }
