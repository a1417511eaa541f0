/**
 * Names, roles and keys for what uni-app draws in a browser.
 *
 * Its buttons, switches, fields, tabs and dialogs are elements of its own there: a screen reader knows none of them and
 * a keyboard passes them by. Each gets what it lacks as soon as it appears; the mini-program needs none of this.
 */

type Fit = (element: Element) => void

const FITS: Record<string, Fit> = {
  'uni-button': (button) => press(button, 'button'),
  'uni-switch': (toggle) => {
    press(toggle, 'switch')
    set(toggle, 'aria-checked', String(toggle.querySelector('.uni-switch-input-checked') !== null))
  },
  'uni-input, uni-textarea': (field) => {
    const inner = field.querySelector('input, textarea')
    const name = field.getAttribute('aria-label')
    if (!inner || !name) return
    set(inner, 'aria-label', name)
    field.removeAttribute('aria-label')
  },
  'uni-tabbar': (bar) => set(bar, 'role', 'navigation'),
  '.uni-tabbar__item': (tab) => press(tab, 'link'),
  '.uni-tabbar__item img, uni-image img': (picture) => set(picture, 'alt', ''), // what it shows is told by the part around it
  '.uni-page-head-hd .uni-page-head-btn': (back) => {
    press(back, 'button')
    set(back, 'aria-label', '返回')
  },
  '.uni-modal': (dialog) => {
    set(dialog, 'role', 'alertdialog')
    set(dialog, 'aria-modal', 'true')
    set(dialog, 'aria-label', dialog.querySelector('.uni-modal__title')?.textContent ?? '')
  },
  '.uni-modal__btn': (button) => press(button, 'button'),
}
const PRESSED = '[role=button], [role=radio], [role=checkbox], [role=switch], [role=tab], [role=link]'

function set(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value)
}

function press(element: Element, role: string): void {
  if (!element.hasAttribute('role')) element.setAttribute('role', role)
  const off = element.hasAttribute('disabled')
  set(element, 'tabindex', off ? '-1' : '0')
  if (off) set(element, 'aria-disabled', 'true')
  else if (element.getAttribute('aria-disabled') === 'true') element.removeAttribute('aria-disabled')
}

function fitAll(): void {
  for (const [selector, fit] of Object.entries(FITS)) document.querySelectorAll(selector).forEach(fit)
}

function pressByKey(event: KeyboardEvent): void {
  const element = event.target as HTMLElement
  if ((event.key !== 'Enter' && event.key !== ' ') || !element.matches(PRESSED)) return
  event.preventDefault()
  element.click()
}

export function beWithinReach(): void {
  let due = false
  const later = () => {
    if (due) return
    due = true
    queueMicrotask(() => {
      due = false
      fitAll()
    })
  }
  new MutationObserver(later).observe(document.body, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ['class', 'disabled', 'aria-label'],
  })
  document.addEventListener('keydown', pressByKey)
  fitAll()
}
