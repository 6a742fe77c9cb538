"""A device with passkeys, made of numbers: it answers what a browser would pass on."""

import json
import os
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import sha256, websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

FLAG = AuthenticatorData.FLAG


@dataclass
class SoftKey:
    """One passkey. ``verifies`` tells whether it checks finger or PIN; ``counts``: its uses."""

    origin: str
    verifies: bool = True
    counts: bool = True
    counter: int = 0
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    credential_id: bytes = field(default_factory=lambda: os.urandom(32))

    def make(self, options: dict[str, Any]) -> str:
        """Return the answer to the question for a new passkey."""
        credential = AttestedCredentialData.create(
            Aaguid(b"\0" * 16), self.credential_id, ES256.from_cryptography_key(self._public())
        )
        data = self._data(options["rp"]["id"], FLAG.AT, credential)
        attestation = AttestationObject.create("none", data, {})
        client = self._client("webauthn.create", options)
        return self._answer(clientDataJSON=client, attestationObject=attestation)

    def show(self, options: dict[str, Any]) -> str:
        """Return the answer to the question for a passkey there is."""
        self.counter += self.counts
        data = self._data(options["rpId"], FLAG(0), None)
        client = self._client("webauthn.get", options)
        signed = self.key.sign(bytes(data) + sha256(bytes(client)), ec.ECDSA(hashes.SHA256()))
        return self._answer(clientDataJSON=client, authenticatorData=data, signature=signed)

    def _public(self) -> ec.EllipticCurvePublicKey:
        return self.key.public_key()

    def _data(
        self, host: str, flags: Any, credential: AttestedCredentialData | None
    ) -> AuthenticatorData:
        shown = FLAG.UP | flags | (FLAG.UV if self.verifies else FLAG(0))
        return AuthenticatorData.create(
            sha256(host.encode()), shown, self.counter, bytes(credential) if credential else b""
        )

    def _client(self, kind: str, options: dict[str, Any]) -> CollectedClientData:
        challenge = websafe_decode(options["challenge"])
        return CollectedClientData.create(kind, challenge, self.origin)

    def _answer(self, **response: bytes) -> str:
        name = websafe_encode(self.credential_id)
        told = {key: websafe_encode(bytes(value)) for key, value in response.items()}
        answer = {"id": name, "rawId": name, "type": "public-key", "response": told}
        return json.dumps(answer | {"clientExtensionResults": {}})
