package io.comity.filter;
final class Anchors {}
