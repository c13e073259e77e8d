import { cleanup, configure } from '@testing-library/react'
import { afterEach, beforeEach } from 'vitest'
import { everything } from '../session/may'
import { changeSession, forgetSession } from '../session/session'

// Somebody who may see and do everything, unless a test signs in another.
beforeEach(() => {
  forgetSession()
  changeSession({
    state: 'signedIn',
    person: { id: 'all', name: 'A. Serik', grants: [{ role: 'supervisor', towns: null }] },
    may: everything,
  })
})

afterEach(cleanup)

// Longer than any machine takes: a chart's library is loaded on the way.
configure({ asyncUtilTimeout: 20_000 })

// What browsers have and jsdom lacks.
class Observer {
  observe = () => undefined
  unobserve = () => undefined
  disconnect = () => undefined
}
const query = (media: string) => ({
  media,
  matches: false,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
})
HTMLCanvasElement.prototype.getContext = () => null
Object.assign(globalThis, {
  ResizeObserver: Observer,
  IntersectionObserver: Observer,
  matchMedia: query,
  scrollTo: () => undefined,
  CSS: { escape: (text: string) => text.replaceAll(/[^\w-]/g, '\\$&') },
})
