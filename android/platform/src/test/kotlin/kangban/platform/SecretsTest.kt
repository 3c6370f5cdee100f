package kangban.platform

import android.content.Context
import android.content.pm.PackageManager
import android.hardware.biometrics.BiometricManager
import android.hardware.biometrics.BiometricPrompt
import kangban.types.SecretKey
import kangban.types.SecretOp
import kangban.types.SecretOut
import kangban.types.SecretPrompt
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadow.api.Shadow
import org.robolectric.shadows.ShadowBiometricManager
import java.io.File

@RunWith(RobolectricTestRunner::class)
class SecretsTest {
    private val context: Context get() = RuntimeEnvironment.getApplication()
    private val words = SecretPrompt("vault", "title", "detail", "cancel")
    private val folder get() = File(context.noBackupFilesDir, "secrets")
    private val prompts = mutableListOf<SecretPrompt>()
    private var owner: (javax.crypto.Cipher) -> Recognition = { Recognition.Owner(it) }

    @Before
    fun hardware() = FakeKeyStore.install()

    @Test
    fun `a key comes back as it was made, and only after the owner was asked in the core's words`() {
        val made = key(carryOut(SecretOp.Create(words)))
        val read = key(carryOut(SecretOp.Read(words)))
        assertEquals(32, made.bytes.size)
        assertEquals(made, read)
        assertEquals(listOf(words, words), prompts)
        val spec = FakeKeyStore.specs.single()
        assertTrue(spec.isUserAuthenticationRequired && spec.isInvalidatedByBiometricEnrollment)
        assertEquals("once for each use", 0, spec.userAuthenticationValidityDurationSeconds)
    }

    @Test
    fun `a second key takes the place of the first`() {
        val first = key(carryOut(SecretOp.Create(words)))
        val second = key(carryOut(SecretOp.Create(words)))
        assertNotEquals(first, second)
        assertEquals(second, key(carryOut(SecretOp.Read(words))))
    }

    @Test
    fun `what lies on disk is sealed and not backed up`() {
        val made = key(carryOut(SecretOp.Create(words))).bytes.map { it.toByte() }.toByteArray()
        val file = folder.listFiles().orEmpty().single().readBytes()
        val found = (0..file.size - made.size).any { at -> made.indices.all { file[at + it] == made[it] } }
        assertFalse("the key is readable on disk", found)
    }

    @Test
    fun `the key is gone after a finger was added`() {
        carryOut(SecretOp.Create(words))
        FakeKeyStore.addFinger()
        prompts.clear()
        assertEquals(SecretOut.Changed, carryOut(SecretOp.Read(words)))
        assertTrue("nobody is asked in vain", prompts.isEmpty())
    }

    @Test
    fun `a key that the hardware lost, that was never made, or whose file is damaged is lost`() {
        assertEquals(SecretOut.Lost, carryOut(SecretOp.Read(words)))
        carryOut(SecretOp.Create(words))
        val file = folder.listFiles().orEmpty().single()
        val sealed = file.readBytes()
        file.writeBytes(sealed.also { it[20] = (it[20] + 1).toByte() })
        assertEquals(SecretOut.Lost, carryOut(SecretOp.Read(words)))
        file.writeBytes(byteArrayOf(1))
        assertEquals(SecretOut.Lost, carryOut(SecretOp.Read(words)))
        carryOut(SecretOp.Create(words))
        FakeKeyStore.keys.clear()
        assertEquals(SecretOut.Lost, carryOut(SecretOp.Read(words)))
    }

    @Test
    fun `an owner who does not want to is told from a phone that cannot`() {
        carryOut(SecretOp.Create(words))
        owner = { Recognition.Refused }
        assertEquals(SecretOut.Cancelled, carryOut(SecretOp.Read(words)))
        owner = { Recognition.Impossible }
        assertEquals(SecretOut.Unavailable, carryOut(SecretOp.Read(words)))
        FakeKeyStore.fingers = 0
        assertEquals(SecretOut.Unavailable, carryOut(SecretOp.Create(words)))
    }

    @Test
    fun `a forgotten key is lost, and forgetting asks nobody`() {
        carryOut(SecretOp.Create(words))
        prompts.clear()
        assertEquals(SecretOut.Removed, carryOut(SecretOp.Remove(words.name)))
        assertEquals(SecretOut.Removed, carryOut(SecretOp.Remove(words.name)))
        assertEquals(SecretOut.Lost, carryOut(SecretOp.Read(words)))
        assertTrue(prompts.isEmpty() && FakeKeyStore.keys.isEmpty())
    }

    @Test
    fun `a full disk is an answer and no crash`() {
        folder.parentFile?.mkdirs()
        folder.writeText("a file where the folder should be")
        assertEquals(SecretOut.Unavailable, carryOut(SecretOp.Create(words)))
    }

    @Test
    fun `the phone's own chip for keys is used where it is there and works`() {
        shadowOf(context.packageManager).setSystemFeature(PackageManager.FEATURE_STRONGBOX_KEYSTORE, true)
        carryOut(SecretOp.Create(words))
        assertTrue(FakeKeyStore.specs.last().isStrongBoxBacked)
        FakeKeyStore.strongBoxWorks = false
        key(carryOut(SecretOp.Create(words)))
        assertFalse(FakeKeyStore.specs.last().isStrongBoxBacked)
    }

    @Test
    fun `the skill is there with a sensor, set up or not, and not without one`() {
        val sensor = Shadow.extract<ShadowBiometricManager>(context.service<BiometricManager>())
        sensor.setCanAuthenticate(true)
        assertTrue(Secrets.possible(context))
        assertTrue("none is set up yet", Secrets.possible(BiometricManager.BIOMETRIC_ERROR_NONE_ENROLLED))
        assertFalse(Secrets.possible(BiometricManager.BIOMETRIC_ERROR_NO_HARDWARE))
    }

    @Test
    fun `the system's errors are told apart`() {
        assertEquals(Recognition.Refused, SystemPrompt.meaning(BiometricPrompt.BIOMETRIC_ERROR_USER_CANCELED))
        assertEquals(Recognition.Refused, SystemPrompt.meaning(BiometricPrompt.BIOMETRIC_ERROR_LOCKOUT))
        assertEquals(Recognition.Impossible, SystemPrompt.meaning(BiometricPrompt.BIOMETRIC_ERROR_NO_BIOMETRICS))
        assertEquals(Recognition.Impossible, SystemPrompt.meaning(BiometricPrompt.BIOMETRIC_ERROR_HW_UNAVAILABLE))
    }

    private fun carryOut(op: SecretOp): SecretOut {
        val answers = mutableListOf<SecretOut>()
        val prompt = Prompt { asked, cipher, done ->
            prompts += asked
            done(owner(cipher))
        }
        Secrets(context, prompt).carryOut(op, answers::add)
        return answers.single()
    }

    private fun key(out: SecretOut): SecretKey = (out as SecretOut.Key).value
}
