import { expect, it } from 'vitest'

import { ServerClock } from '../src/core/clock'
import { TestPhone } from './phone'

it('shows the server’s time whatever the phone’s clock says, and keeps the surest measurement', () => {
  const phone = new TestPhone(() => ({ status: 200, body: null, headers: {} }))
  const clock = new ServerClock(phone)
  const server = phone.time + 3_600_000
  clock.learn(new Date(server).toISOString(), phone.time - 50, phone.time + 50)
  expect(Math.abs(clock.now() - server)).toBeLessThan(1)
  clock.learn(new Date(server + 9_000).toISOString(), phone.time - 5_000, phone.time + 5_000)
  expect(Math.abs(clock.now() - server)).toBeLessThan(1)
})
