package io.comity.processor;

import javax.lang.model.element.Element;

/**
 * Where a type stands.
 *
 * @param path as errors name it: {@code Greeter.Greet.name}
 * @param at as the compiler finds it
 */
record Place(String path, Element at) {
    CannotTravel refuse(String why) {
        return new CannotTravel(at, path + ": " + why);
    }
}
