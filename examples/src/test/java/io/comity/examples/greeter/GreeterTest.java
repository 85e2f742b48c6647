package io.comity.examples.greeter;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;

class GreeterTest {
    @Test
    void greetsByName() {
        BehaviorTestKit<Greeter.Command> greeter = BehaviorTestKit.create(Greeter.create());
        TestInbox<Greeter.Greeting> bob = TestInbox.create();
        greeter.run(new Greeter.Greet("Bob", bob.getRef()));
        assertThat(bob.getAllReceived()).containsExactly(new Greeter.Greeting("Hello, Bob!"));
    }
}
