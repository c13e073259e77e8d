import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

const kinds = { connect: 0x10, connected: 0x20, publish: 0x32, taken: 0x40 }
// Reasons from here on are refusals.
const refusals = 0x80

/** A device that publishes on the host's broker: MQTT 5, each message at least once (OASIS, MQTT Version 5.0, sections 3.1 to 3.4). */
export class MqttDevice {
  private readonly waiting = new Map<number, { taken: (reason: number) => void; lost: (why: Error) => void }>()
  private received: Buffer = Buffer.alloc(0)
  private last = 0

  private constructor(private readonly socket: Socket) {
    socket.on('data', (bytes) => this.read(bytes))
    socket.on('close', () => {
      for (const { lost } of this.waiting.values()) lost(new Error('The broker closed the connection.'))
    })
  }

  static async connect(clientId: string): Promise<MqttDevice> {
    const socket = connect(Number(process.env['INCIDENTS_MQTT_PORT'] ?? 1883), '127.0.0.1')
    await once(socket, 'connect')
    const device = new MqttDevice(socket)
    // Version 5, a clean start, no keep-alive, no properties.
    await device.send(0, kinds.connect, text('MQTT'), Buffer.from([5, 2, 0, 0, 0]), text(clientId))
    return device
  }

  /** Resolves when the broker has taken the message. */
  publish(topic: string, message: object): Promise<void> {
    this.last = (this.last % 0xffff) + 1
    const properties = Buffer.from([0])
    return this.send(
      this.last,
      kinds.publish,
      text(topic),
      number(this.last),
      properties,
      Buffer.from(JSON.stringify(message)),
    )
  }

  close() {
    this.socket.destroy()
  }

  private async send(id: number, kind: number, ...parts: readonly Buffer[]) {
    const body = Buffer.concat(parts)
    const answered = new Promise<number>((taken, lost) => this.waiting.set(id, { taken, lost }))
    this.socket.write(Buffer.concat([Buffer.from([kind, ...length(body.length)]), body]))
    const reason = await answered
    if (reason >= refusals) throw new Error(`The broker refused with 0x${reason.toString(16)}.`)
  }

  private read(bytes: Buffer) {
    this.received = Buffer.concat([this.received, bytes])
    // What the broker answers is shorter than 128 bytes, so that its length is one byte.
    while (this.received.length > 1 && this.received.length >= 2 + (this.received[1] ?? 0)) {
      const end = 2 + (this.received[1] ?? 0)
      const body = this.received.subarray(2, end)
      const kind = this.received[0]
      this.received = this.received.subarray(end)
      if (kind === kinds.connected) this.answer(0, body[1])
      else if (kind === kinds.taken) this.answer(body.readUInt16BE(0), body[2])
    }
  }

  private answer(id: number, reason = 0) {
    this.waiting.get(id)?.taken(reason)
    this.waiting.delete(id)
  }
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}

const text = (value: string) => Buffer.concat([number(Buffer.byteLength(value)), Buffer.from(value)])

/** Seven bits a byte, the lowest first. */
function length(value: number): number[] {
  const low = value % 128
  return value < 128 ? [low] : [low + 128, ...length(Math.floor(value / 128))]
}
