package kangban.platform

import android.os.Build
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyProperties
import android.security.keystore.StrongBoxUnavailableException
import java.security.KeyStore
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

/**
 * Keys of the Android Keystore. They never leave the phone's hardware, serve once for each finger or face that was
 * recognised, and end when a finger or a face is added.
 *
 * @param strongBox whether the phone has a chip of its own for keys
 */
internal class SealingKeys(private val strongBox: Boolean) {
    private val store = KeyStore.getInstance(KEYSTORE).apply { load(null) }

    /** A new key under this name, ready to seal as soon as its owner is recognised. An earlier one is replaced. */
    fun sealing(name: String): Cipher = cipher().apply { init(Cipher.ENCRYPT_MODE, generate(name)) }

    /** The key under this name, ready to open what it sealed; null when there is none. */
    fun opening(name: String, iv: ByteArray): Cipher? {
        val key = store.getKey(alias(name), null) ?: return null
        return cipher().apply { init(Cipher.DECRYPT_MODE, key, GCMParameterSpec(TAG_BITS, iv)) }
    }

    /** Ends the key under this name, if there is one. */
    fun end(name: String) = store.deleteEntry(alias(name))

    private fun generate(name: String): SecretKey {
        if (!strongBox) return generate(name, inStrongBox = false)
        return try {
            generate(name, inStrongBox = true)
        } catch (_: StrongBoxUnavailableException) {
            // The chip is full or does not do this: the processor's own secure part does.
            generate(name, inStrongBox = false)
        }
    }

    private fun generate(name: String, inStrongBox: Boolean): SecretKey {
        val spec = KeyGenParameterSpec.Builder(
            alias(name),
            KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT
        )
            .setKeySize(KEY_BITS)
            .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
            .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
            .setUserAuthenticationRequired(true)
            .setInvalidatedByBiometricEnrollment(true)
            .setUnlockedDeviceRequired(true)
            .setIsStrongBoxBacked(inStrongBox)
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) {
            // For each use anew, and never by the phone's own PIN.
            spec.setUserAuthenticationParameters(0, KeyProperties.AUTH_BIOMETRIC_STRONG)
        }
        val generator = KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, KEYSTORE)
        generator.init(spec.build())
        return generator.generateKey()
    }

    private fun cipher() = Cipher.getInstance("AES/GCM/NoPadding")

    private fun alias(name: String) = "kangban.$name"

    private companion object {
        const val KEYSTORE = "AndroidKeyStore"
        const val KEY_BITS = 256
        const val TAG_BITS = 128
    }
}
