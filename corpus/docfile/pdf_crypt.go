package docfile

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha256"
	"crypto/sha512"
	"errors"
	"fmt"
)

// pdfCrypt decrypts the streams of a file that opens without a password: many
// offices forbid to change or to print a file, and such a file is encrypted with
// the empty password. ISO 32000-2, 7.6. Strings need no decryption here: those
// that we read stand in streams.
type pdfCrypt struct {
	key    []byte
	method pdfName // V2 (RC4), AESV2, AESV3, or None
}

// errPDFLocked says what to do: we do not ask for passwords.
var errPDFLocked = fmt.Errorf("%w: cần mật khẩu, hãy mở khóa rồi nạp lại", ErrLocked)

// findCrypt reads how the file is encrypted, if it is.
func (d *pdfDoc) findCrypt() error {
	d.crypt = nil
	e := d.dict(d.trailer["Encrypt"])
	if e == nil {
		return nil
	}
	if d.name(e["Filter"]) != "Standard" {
		return errPDFLocked
	}
	version, _ := d.integer(e["V"])
	c := &pdfCrypt{method: "V2"}
	if version >= 4 {
		name := d.name(e["StmF"])
		c.method = d.name(d.dict(d.dict(e["CF"])[name])["CFM"])
		if name == "Identity" || name == "" {
			c.method = "None"
		}
	}
	var err error
	switch {
	case version >= 1 && version <= 4:
		c.key, err = d.keyMD5(e, version)
	case version == 5:
		c.key, err = d.keySHA(e)
	default:
		err = errPDFLocked
	}
	if err == nil {
		d.crypt = c
	}
	return err
}

var pdfPadding = []byte("(\xBFN^Nu\x8AAd\x00NV\xFF\xFA\x01\x08..\x00\xB6\xD0h>\x80/\x0C\xA9\xFEdSiz")

// keyMD5 makes the key of the revisions 2 to 4, if the empty password is the right one.
func (d *pdfDoc) keyMD5(e pdfDict, version int) ([]byte, error) {
	revision, _ := d.integer(e["R"])
	permissions, _ := d.integer(e["P"])
	bits, _ := d.integer(e["Length"])
	n := bits / 8
	switch {
	case version == 1 || revision == 2:
		n = 5
	case version == 4:
		n = 16
	case bits%8 != 0 || n < 5 || n > 16:
		n = 5
	}
	owner, _ := d.resolve(e["O"]).(pdfString)
	user, _ := d.resolve(e["U"]).(pdfString)
	var id pdfString
	if ids := d.array(d.trailer["ID"]); len(ids) > 0 {
		id, _ = d.resolve(ids[0]).(pdfString)
	}
	if len(owner) < 32 || len(user) < 32 {
		return nil, errPDFLocked
	}
	p := uint32(permissions)
	sum := append(bytes.Clone(pdfPadding), owner[:32]...)
	sum = append(sum, byte(p), byte(p>>8), byte(p>>16), byte(p>>24))
	sum = append(sum, id...)
	if open, ok := d.resolve(e["EncryptMetadata"]).(bool); ok && !open && revision >= 4 {
		sum = append(sum, 0xFF, 0xFF, 0xFF, 0xFF)
	}
	key := md5.Sum(sum)
	for range 50 {
		if revision >= 3 {
			key = md5.Sum(key[:n])
		}
	}
	check := pdfPadding
	if revision >= 3 {
		hash := md5.Sum(append(bytes.Clone(pdfPadding), id...))
		check = hash[:]
	}
	check = rc4Of(key[:n], check)
	for i := byte(1); i <= 19 && revision >= 3; i++ {
		turned := bytes.Clone(key[:n])
		for j := range turned {
			turned[j] ^= i
		}
		check = rc4Of(turned, check)
	}
	if !bytes.HasPrefix([]byte(user), check) {
		return nil, errPDFLocked
	}
	return key[:n], nil
}

func rc4Of(key, b []byte) []byte {
	out := make([]byte, len(b))
	if c, err := rc4.NewCipher(key); err == nil {
		c.XORKeyStream(out, b)
	}
	return out
}

// keySHA makes the key of the revisions 5 and 6, if the empty password is the right one.
func (d *pdfDoc) keySHA(e pdfDict) ([]byte, error) {
	revision, _ := d.integer(e["R"])
	user, _ := d.resolve(e["U"]).(pdfString)
	sealed, _ := d.resolve(e["UE"]).(pdfString)
	if len(user) < 48 || len(sealed) < 32 {
		return nil, errPDFLocked
	}
	hash := func(salt string) []byte {
		first := sha256.Sum256([]byte(salt))
		if revision < 6 {
			return first[:]
		}
		return hardHash(first[:])
	}
	if !bytes.Equal(hash(string(user[32:40])), []byte(user[:32])) {
		return nil, errPDFLocked
	}
	block, err := aes.NewCipher(hash(string(user[40:48])))
	if err != nil {
		return nil, errors.Join(errPDFLocked, err)
	}
	key := make([]byte, 32)
	cipher.NewCBCDecrypter(block, make([]byte, 16)).CryptBlocks(key, []byte(sealed[:32]))
	return key, nil
}

// hardHash is algorithm 2.B of ISO 32000-2 for the empty password.
func hardHash(k []byte) []byte {
	const fewest, most = 64, 64 + 256 // rounds; the end depends on a byte and is likely at each
	for round := 1; round <= most; round++ {
		block, err := aes.NewCipher(k[:16])
		if err != nil {
			return nil
		}
		e := bytes.Repeat(k, 64)
		cipher.NewCBCEncrypter(block, k[16:32]).CryptBlocks(e, e)
		sum := 0
		for _, c := range e[:16] {
			sum += int(c)
		}
		switch sum % 3 {
		case 0:
			h := sha256.Sum256(e)
			k = h[:]
		case 1:
			h := sha512.Sum384(e)
			k = h[:]
		default:
			h := sha512.Sum512(e)
			k = h[:]
		}
		if round >= fewest && int(e[len(e)-1]) <= round-32 {
			break
		}
	}
	return k[:32]
}

// decrypt returns the bytes of a stream; nothing when they cannot be its.
func (c *pdfCrypt) decrypt(ref pdfRef, b []byte) []byte {
	key := c.key
	if c.method == "V2" || c.method == "AESV2" {
		sum := append(bytes.Clone(key), byte(ref.id), byte(ref.id>>8), byte(ref.id>>16), byte(ref.gen), byte(ref.gen>>8))
		if c.method == "AESV2" {
			sum = append(sum, "sAlT"...)
		}
		hash := md5.Sum(sum)
		key = hash[:min(len(c.key)+5, 16)]
	}
	switch c.method {
	case "V2":
		return rc4Of(key, b)
	case "AESV2", "AESV3":
		block, err := aes.NewCipher(key)
		if err != nil || len(b) < 2*aes.BlockSize {
			return nil
		}
		iv, body := b[:aes.BlockSize], b[aes.BlockSize:len(b)/aes.BlockSize*aes.BlockSize]
		out := make([]byte, len(body))
		cipher.NewCBCDecrypter(block, iv).CryptBlocks(out, body)
		if pad := int(out[len(out)-1]); pad >= 1 && pad <= aes.BlockSize {
			out = out[:len(out)-pad]
		}
		return out
	}
	return b
}
