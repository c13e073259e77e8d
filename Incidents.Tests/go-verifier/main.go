// Checks an export of a case with other people's code only: signed notes and Merkle proofs of golang.org/x/mod.
// Arguments: the verifier key, and the folder with the unpacked export. Prints how many entries are proven.
package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type entry struct {
	Position   int64           `json:"position"`
	Index      int64           `json:"index"`
	ID         string          `json:"id"`
	Stream     string          `json:"stream"`
	Version    int64           `json:"version"`
	Type       string          `json:"type"`
	Commitment []byte          `json:"commitment"`
	Salt       []byte          `json:"salt"`
	Content    json.RawMessage `json:"content"`
	Proof      [][]byte        `json:"proof"`
	ListProof  [][]byte        `json:"listProof"`
}

type proof struct {
	List struct {
		Case  string   `json:"case"`
		Count int64    `json:"count"`
		Root  []byte   `json:"root"`
		Index int64    `json:"index"`
		Proof [][]byte `json:"proof"`
	} `json:"list"`
	Earlier []struct {
		Size  int64    `json:"size"`
		Root  []byte   `json:"root"`
		Proof [][]byte `json:"proof"`
	} `json:"earlier"`
}

func main() {
	verifier, err := note.NewVerifier(os.Args[1])
	check(err)
	folder := os.Args[2]
	signed, err := note.Open(read(folder, "checkpoint.txt"), note.VerifierList(verifier))
	check(err)
	_, err = note.Open(read(folder, "receipt.txt"), note.VerifierList(verifier))
	check(err)
	lines := strings.Split(signed.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	root := base(lines[2])

	var proofs proof
	check(json.Unmarshal(read(folder, "proof.json"), &proofs))
	list := append([]byte("case\x00"), id(proofs.List.Case)...)
	list = binary.BigEndian.AppendUint64(list, uint64(proofs.List.Count))
	list = append(list, proofs.List.Root...)
	check(tlog.CheckRecord(path(proofs.List.Proof), size, root, proofs.List.Index, tlog.RecordHash(list)))
	for _, earlier := range proofs.Earlier {
		check(tlog.CheckTree(path(earlier.Proof), size, root, earlier.Size, hash(earlier.Root)))
	}

	file, err := os.Open(filepath.Join(folder, "entries.ndjson"))
	check(err)
	scanner := bufio.NewScanner(file)
	scanner.Buffer(nil, 16<<20)
	count := 0
	for scanner.Scan() {
		var e entry
		check(json.Unmarshal(scanner.Bytes(), &e))
		if e.Salt != nil {
			var covered bytes.Buffer
			covered.Write(e.Salt)
			covered.Write(id(e.ID))
			covered.Write(id(e.Stream))
			check(binary.Write(&covered, binary.BigEndian, e.Version))
			covered.WriteString(e.Type)
			covered.WriteByte(0)
			covered.Write(e.Content)
			if sum := sha256.Sum256(covered.Bytes()); !bytes.Equal(sum[:], e.Commitment) {
				fail(fmt.Sprintf("entry %d is not what was committed to", e.Position))
			}
		}
		leaf := tlog.RecordHash(append([]byte("event\x00"), e.Commitment...))
		check(tlog.CheckRecord(path(e.Proof), size, root, e.Index, leaf))
		check(tlog.CheckRecord(path(e.ListProof), proofs.List.Count, hash(proofs.List.Root), e.Position, leaf))
		count++
	}
	check(scanner.Err())
	fmt.Printf("%d entries, %d earlier checkpoints, size %d\n", count, len(proofs.Earlier), size)
}

func read(folder, name string) []byte {
	content, err := os.ReadFile(filepath.Join(folder, name))
	check(err)
	return content
}

func id(text string) []byte {
	bytes, err := hex.DecodeString(strings.ReplaceAll(text, "-", ""))
	check(err)
	return bytes
}

func base(text string) tlog.Hash {
	bytes, err := base64.StdEncoding.DecodeString(text)
	check(err)
	return hash(bytes)
}

func hash(bytes []byte) (h tlog.Hash) {
	copy(h[:], bytes)
	return
}

func path(hashes [][]byte) (p []tlog.Hash) {
	for _, h := range hashes {
		p = append(p, hash(h))
	}
	return
}

func check(err error) {
	if err != nil {
		fail(err.Error())
	}
}

func fail(why string) {
	fmt.Fprintln(os.Stderr, why)
	os.Exit(1)
}
