// What the phone does for the core, with the framework's own classes alone.
plugins {
    alias(libs.plugins.android.library)
}

android {
    namespace = "kangban.platform"
    compileSdk = 36
    defaultConfig.minSdk = 29
}

kotlin.jvmToolchain(17)

dependencies {
    api(project(":core"))
}
