package dev.livegrad.browser;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives each test that asks for it its class's {@link com.microsoft.playwright.BrowserContext},
 * without pages, cookies and storage of the test before, a {@link com.microsoft.playwright.Page} of
 * it, or the {@link Visit} itself. A test also fails when a page of it reports an error or a breach
 * of its content security policy; then {@code target/browser} has what the page showed and said.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(BrowserExtension.class)
@interface BrowserTest {}
