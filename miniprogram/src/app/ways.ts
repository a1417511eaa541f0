/** Moving between pages. */

export const TABS = ['/pages/home/index', '/pages/learning/index', '/pages/arena/index', '/pages/practice/index', '/pages/branch/index']

/** Where one may come from outside without being logged in: the first two let people in, the third asks for it itself. */
const OPEN = ['pages/login/index', 'pages/invite/index', 'pages/scan/index']

export const isOpen = (path: string) => OPEN.includes(path.replace(/^\//, ''))

/** Two ways to the same page at once are one: the second is refused, and that is no fault. */
const fail = () => undefined

export function go(url: string): void {
  if (TABS.includes(url)) uni.switchTab({ url, fail })
  else uni.navigateTo({ url, fail })
}

/** Go on to `url` and leave this page out of the way back. */
export function goInstead(url: string): void {
  if (TABS.includes(url)) uni.switchTab({ url, fail })
  else uni.redirectTo({ url, fail })
}

function here(): string {
  const page = getCurrentPages().slice(-1)[0] as { route?: string; options?: Record<string, string> } | undefined
  const query = Object.entries(page?.options ?? {}).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return `/${page?.route ?? 'pages/home/index'}${query.length ? `?${query.join('&')}` : ''}`
}

/** Open `url` with no way back to where one came from. */
export function goAfresh(url: string): void {
  uni.reLaunch({ url, fail })
}

/** Why somebody has to log in who did not ask for it: the log-in is over, or its WeChat has been unbound. */
export type Cause = 'ended' | 'unbound'

/** To the log-in page, which leads back here, and says why where there is a cause. */
export function leadToLogin(cause?: Cause): void {
  const back = here()
  if (back.startsWith('/pages/login/')) return
  uni.reLaunch({ url: `/pages/login/index?back=${encodeURIComponent(back)}${cause ? `&cause=${cause}` : ''}`, fail })
}
