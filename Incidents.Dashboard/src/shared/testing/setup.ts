import { cleanup } from '@testing-library/react'
import { afterEach } from 'vitest'

afterEach(cleanup)

// What browsers have and jsdom lacks.
class Observer {
  observe() {}
  unobserve() {}
  disconnect() {}
}
const query = (media: string) => ({
  media,
  matches: false,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
})
Object.assign(globalThis, {
  ResizeObserver: Observer,
  IntersectionObserver: Observer,
  matchMedia: query,
  scrollTo: () => undefined,
})
