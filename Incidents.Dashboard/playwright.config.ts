import { defineConfig } from '@playwright/test'
import { existsSync } from 'node:fs'

// The browser without windows takes little more than half of the processor's time for a page.
const programs = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium']

const flags = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Maps need WebGL: a machine without graphics draws them by software.
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
  // What is drawn by software is put together without the detour over a graphics program.
  '--disable-gpu-compositing',
]

export default defineConfig({
  testDir: 'e2e',
  // One host, whose data no journey changes.
  workers: 2,
  fullyParallel: false,
  forbidOnly: true,
  // On a busy machine a page takes several times as long as alone.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  globalSetup: './e2e/setup.ts',
  use: {
    locale: 'en-GB',
    timezoneId: 'Asia/Almaty',
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      executablePath: [process.env['CHROMIUM'] ?? '', ...programs].find(existsSync) ?? 'chromium',
      args: process.getuid?.() === 0 ? [...flags, '--no-sandbox'] : flags,
    },
  },
})
