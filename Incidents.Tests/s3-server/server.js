// Usage: node server.js FOLDER. An S3-compatible server on 127.0.0.1 with one bucket, until its standard input ends. Its files are in
// FOLDER. Prints one line when it listens, with its port.
const S3rver = require('s3rver')

const server = new S3rver({
  port: 0,
  address: '127.0.0.1',
  silent: true,
  directory: process.argv[2],
  configureBuckets: [{ name: 'evidence' }],
})

server.run().then(({ port }) => console.log(`Listening ${port}`))
process.stdin.on('end', () => process.exit(0)).resume()
