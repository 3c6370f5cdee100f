// The session and what is generated from Rust: plain Kotlin. tools/generate.sh writes the second part.
plugins {
    alias(libs.plugins.kotlin.jvm)
}

kotlin {
    jvmToolchain(17)
    sourceSets.main {
        val generated = layout.projectDirectory.dir("target/generated-sources/kangban")
        kotlin.srcDirs(generated.dir("types/kangban"), generated.dir("types/com"), generated.dir("uniffi"))
    }
}

dependencies {
    // The app brings jna's aar, with its native part.
    compileOnly(libs.jna)
}
