import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url))

const host = process.env['INCIDENTS_URL'] ?? 'http://127.0.0.1:5080'

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@app': folder('src/app'), '@shared': folder('src/shared') } },
  build: {
    outDir: '../Incidents.Api/wwwroot/dashboard',
    emptyOutDir: true,
    target: 'es2022',
    // Map and chart libraries are large and loaded only by the pages that use them; scripts/size.mjs checks what is loaded first.
    chunkSizeWarningLimit: 2000,
    assetsInlineLimit: 0,
    manifest: true,
  },
  // The host takes no POST whose Origin is another site: it must see this server's own name.
  server: {
    proxy: Object.fromEntries(
      ['/graphql', '/session', '/export', '/pictures', '/public', '/tiles', '^/cases/[^/]+/evidence'].map((path) => [
        path,
        // Subscriptions come over a WebSocket.
        { target: host, changeOrigin: false, ws: path === '/graphql' },
      ]),
    ),
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/shared/testing/setup.ts'],
    restoreMocks: true,
    unstubGlobals: true,
    testTimeout: 60_000,
    // By default one processor is left idle: on two, all tests would run in one worker.
    maxWorkers: '100%',
    minWorkers: 1,
    reporters: ['default', './scripts/summary.mjs'],
  },
})
