/** Somebody in front of the phone: reads what stands on the page, touches what has a name, types into fields. */
const { TouchEvent } = require('./shell.cjs')

const PATIENCE_MS = 10_000

class Person {
  constructor(shell) {
    this.shell = shell
  }

  /** All that stands on the page. */
  text() {
    return this.shell.page.dom.textContent
  }

  /** Wait until something is so; what it gives is given on. */
  async until(what, look) {
    const end = Date.now() + PATIENCE_MS
    for (;;) {
      const found = look()
      if (found) return found
      if (Date.now() > end) throw new Error(`${what}: not so after ${PATIENCE_MS / 1000} s. The page says: ${this.text()}`)
      await this.pause(20)
    }
  }

  pause(ms) {
    return new Promise((done) => setTimeout(done, ms))
  }

  see(words) {
    return this.until(`see “${words}”`, () => this.text().includes(words))
  }

  all(selector) {
    return [...this.shell.page.dom.querySelectorAll(selector)]
  }

  /** By a class of ours; the simulator puts the component's name before it. */
  classed(name, within = this.shell.page.dom) {
    return [...within.querySelectorAll('*')].filter((one) => [...one.classList].some((given) => given.endsWith(`--${name}`)))
  }

  /** The attribute of an element as the page has set it. */
  attribute(element, name) {
    return element.__wxElement?._vt?.attrs.find((one) => one.name === name)?.value
  }

  label(element) {
    return this.attribute(element, 'ariaLabel') ?? element.textContent
  }

  /** Touch the button of this name, as soon as it is there and can be touched; `among` narrows where it is looked for. */
  async tap(name, among = () => this.all('wx-button')) {
    const called = (one) => (typeof name === 'string' ? this.label(one) === name : name.test(this.label(one)))
    const button = await this.until(`tap ${name}`, () => among().find((one) => called(one) && !this.attribute(one, 'disabled')))
    await this.touch(button)
  }

  /** A finger down and up. A button that submits hands in the fields of its form, as WeChat's does. */
  async touch(element) {
    const point = { identifier: 1, target: element, clientX: 100, clientY: 300, pageX: 100, pageY: 300 }
    element.dispatchEvent(new TouchEvent('touchstart', { touches: [point], changedTouches: [point] }))
    element.dispatchEvent(new TouchEvent('touchend', { touches: [], changedTouches: [point] }))
    if (this.attribute(element, 'formType') === 'submit') {
      const fields = [...element.closest('wx-form').querySelectorAll('wx-input')]
      const value = Object.fromEntries(fields.map((field) => [this.attribute(field, 'name'), field.typed ?? '']))
      this.tell(element.closest('wx-form'), 'submit', { value })
    }
    await this.pause(0)
  }

  async type(label, text) {
    const field = await this.until(`type into ${label}`, () => this.all('wx-input').find((one) => this.label(one) === label))
    field.typed = text
    this.tell(field, 'input', { value: text })
  }

  /** Touch the button that asks WeChat for the phone number; without a `code` the person refuses. */
  async givePhone(name, code) {
    const asks = () => this.all('wx-button').filter((one) => this.attribute(one, 'openType')?.includes('getPhoneNumber'))
    await this.until(`give the phone number by ${name}`, () => asks().some((one) => this.label(one) === name && !this.attribute(one, 'disabled')))
    this.tell(asks()[0], 'getphonenumber', code ? { code, errMsg: 'getPhoneNumber:ok' } : { errMsg: 'getPhoneNumber:fail user deny' })
    await this.pause(0)
  }

  /** Answer the dialog that says these words. */
  async decide(words, confirm) {
    const dialog = await this.until(`a dialog says “${words}”`, () => this.shell.dialog?.content.includes(words) && this.shell.dialog)
    this.shell.dialog = null
    dialog.success({ confirm, cancel: !confirm })
    await this.pause(0)
  }

  /** What WeChat's own parts tell the page; the simulator draws them, and no more. */
  tell(element, event, detail) {
    element.__wxElement.triggerEvent(event, detail)
  }
}

module.exports = { Person }
