package kangban.platform

import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyPermanentlyInvalidatedException
import android.security.keystore.StrongBoxUnavailableException
import java.io.InputStream
import java.io.OutputStream
import java.security.Key
import java.security.KeyStoreSpi
import java.security.Provider
import java.security.SecureRandom
import java.security.Security
import java.security.cert.Certificate
import java.security.spec.AlgorithmParameterSpec
import java.util.Collections
import java.util.Date
import java.util.Enumeration
import javax.crypto.KeyGeneratorSpi
import javax.crypto.SecretKey

/** Stands in for the phone's hardware: keys that end when a finger is added. */
object FakeKeyStore {
    val keys = mutableMapOf<String, FakeKey>()
    val specs = mutableListOf<KeyGenParameterSpec>()
    var strongBoxWorks = true
    var fingers = 1

    /** Puts it where the app looks for the real one. */
    fun install() {
        keys.clear()
        specs.clear()
        strongBoxWorks = true
        fingers = 1
        Security.removeProvider(NAME)
        Security.addProvider(FakeProvider())
    }

    /** What the hardware does when its owner adds a finger. */
    fun addFinger() = keys.values.filter { it.spec.isInvalidatedByBiometricEnrollment }.forEach { it.ended = true }

    class FakeKey(val spec: KeyGenParameterSpec) : SecretKey {
        private val bytes = ByteArray(spec.keySize / 8).also(SecureRandom()::nextBytes)
        var ended = false

        override fun getAlgorithm() = "AES"

        override fun getFormat() = "RAW"

        override fun getEncoded(): ByteArray {
            if (ended) throw KeyPermanentlyInvalidatedException()
            return bytes.clone()
        }
    }

    private class FakeProvider : Provider(NAME, "1", "a test's") {
        init {
            put("KeyStore.$NAME", Store::class.java.name)
            put("KeyGenerator.AES", Generator::class.java.name)
        }
    }

    class Generator : KeyGeneratorSpi() {
        private lateinit var spec: KeyGenParameterSpec

        override fun engineInit(params: AlgorithmParameterSpec, random: SecureRandom?) {
            spec = params as KeyGenParameterSpec
        }

        override fun engineInit(random: SecureRandom?) = Unit

        override fun engineInit(size: Int, random: SecureRandom?) = Unit

        override fun engineGenerateKey(): SecretKey {
            check(!spec.isUserAuthenticationRequired || fingers > 0) { "At least one biometric must be enrolled" }
            if (spec.isStrongBoxBacked && !strongBoxWorks) throw StrongBoxUnavailableException()
            specs += spec
            return FakeKey(spec).also { keys[spec.keystoreAlias] = it }
        }
    }

    class Store : KeyStoreSpi() {
        override fun engineGetKey(alias: String, password: CharArray?): Key? = keys[alias]

        override fun engineDeleteEntry(alias: String) {
            keys.remove(alias)
        }

        override fun engineContainsAlias(alias: String) = alias in keys

        override fun engineSize() = keys.size

        override fun engineIsKeyEntry(alias: String) = alias in keys

        override fun engineAliases(): Enumeration<String> = Collections.enumeration(keys.keys)

        override fun engineLoad(stream: InputStream?, password: CharArray?) = Unit

        override fun engineStore(stream: OutputStream?, password: CharArray?) = Unit

        override fun engineGetCertificateChain(alias: String): Array<Certificate>? = null

        override fun engineGetCertificate(alias: String): Certificate? = null

        override fun engineGetCreationDate(alias: String): Date? = null

        override fun engineSetKeyEntry(a: String, k: Key, p: CharArray?, c: Array<Certificate>?) = error("not used")

        override fun engineSetKeyEntry(a: String, k: ByteArray, c: Array<Certificate>?) = error("not used")

        override fun engineSetCertificateEntry(a: String, c: Certificate) = error("not used")

        override fun engineIsCertificateEntry(alias: String) = false

        override fun engineGetCertificateAlias(cert: Certificate): String? = null
    }

    private const val NAME = "AndroidKeyStore"
}
